package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ToolName stands in Tool.Name of every report; Read knows a report by it.
const ToolName = "seam"

// ErrNotReport and ErrSchema are what Read's errors wrap: the file is something else,
// or a report that this version of seam cannot read.
var (
	ErrNotReport = errors.New("not a seam report")
	ErrSchema    = errors.New("unknown schema version")
)

// Read decodes a report that Write made. It refuses whatever is not a seam report and
// reports of another schema version; fields it does not know are skipped, since a
// schema version may gain fields. Errors wrap ErrNotReport or ErrSchema, else are those of
// r; one about a field names its line.
func Read(r io.Reader) (*Report, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("model: read report: %w", err)
	}
	if err := checkHead(data); err != nil {
		return nil, err
	}
	var report Report
	if err := json.Unmarshal(data, &report); err != nil {
		return nil, fmt.Errorf("model: %w: %s", ErrNotReport, position(data, err))
	}
	return &report, nil
}

// checkHead looks at what tells a report from other JSON before the rest is decoded,
// so that the error names the cause and not some field of it.
func checkHead(data []byte) error {
	var head struct {
		SchemaVersion *int  `json:"schema_version"`
		Tool          *Tool `json:"tool"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return fmt.Errorf("model: %w: %s", ErrNotReport, position(data, err))
	}
	switch {
	case head.SchemaVersion == nil:
		return fmt.Errorf("model: %w: it has no schema_version; write one with seam report --format json", ErrNotReport)
	case head.Tool == nil || head.Tool.Name != ToolName:
		return fmt.Errorf("model: %w: tool.name is not %q", ErrNotReport, ToolName)
	case *head.SchemaVersion > SchemaVersion:
		return fmt.Errorf("model: %w %d: written by seam %q, this seam reads version %d; use that seam or a newer one",
			ErrSchema, *head.SchemaVersion, head.Tool.Version, SchemaVersion)
	case *head.SchemaVersion < SchemaVersion:
		return fmt.Errorf("model: %w %d: this seam reads version %d; write the report again",
			ErrSchema, *head.SchemaVersion, SchemaVersion)
	}
	return nil
}

// position adds line and column to the errors of encoding/json that know an offset.
func position(data []byte, err error) string {
	offset := int64(-1)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = e.Offset
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = e.Offset
	}
	if offset < 0 || offset > int64(len(data)) {
		return err.Error()
	}
	before := string(data[:offset])
	line := strings.Count(before, "\n") + 1
	column := len(before) - strings.LastIndex(before, "\n") - 1
	return fmt.Sprintf("line %d, column %d: %v", line, column, err)
}
