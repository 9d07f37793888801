package export

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// encode writes rows in a format and returns their number.
func encode[T any](w io.Writer, f Format, version string, rows iter.Seq[T]) (int, error) {
	switch f {
	case Parquet:
		return encodeParquet(w, version, rows)
	case CSV:
		return encodeCSV(w, rows)
	case JSONL:
		return encodeJSONL(w, rows)
	}
	return 0, fmt.Errorf("unknown format %q", f)
}

func encodeParquet[T any](w io.Writer, version string, rows iter.Seq[T]) (int, error) {
	out := parquet.NewGenericWriter[T](w,
		parquet.Compression(&parquet.Snappy),
		parquet.MaxRowsPerRowGroup(MaxRowGroup),
		parquet.CreatedBy("seam", version, ""),
		parquet.KeyValueMetadata("seam_schema", strconv.Itoa(Schema)),
	)
	n := 0
	one := make([]T, 1)
	for row := range rows {
		one[0] = row
		clean(reflect.ValueOf(&one[0]).Elem())
		if _, err := out.Write(one); err != nil {
			return n, err
		}
		n++
	}
	return n, out.Close()
}

func encodeCSV[T any](w io.Writer, rows iter.Seq[T]) (int, error) {
	out := csv.NewWriter(w)
	var line []string
	for _, c := range columns(reflect.TypeFor[T]()) {
		line = append(line, c.Name)
	}
	if err := out.Write(line); err != nil {
		return 0, err
	}
	n := 0
	for row := range rows {
		v := reflect.ValueOf(&row).Elem()
		clean(v)
		for i := range line {
			line[i] = text(v.Field(i).Interface())
		}
		if err := out.Write(line); err != nil {
			return n, err
		}
		n++
	}
	out.Flush()
	return n, out.Error()
}

func text(value any) string {
	if t, ok := value.(time.Time); ok {
		return t.Format(time.RFC3339)
	}
	return fmt.Sprint(value)
}

func encodeJSONL[T any](w io.Writer, rows iter.Seq[T]) (int, error) {
	names := columns(reflect.TypeFor[T]())
	var line strings.Builder
	value := json.NewEncoder(&line)
	value.SetEscapeHTML(false)
	n := 0
	for row := range rows {
		v := reflect.ValueOf(&row).Elem()
		clean(v)
		line.Reset()
		for i, c := range names {
			fmt.Fprintf(&line, "%s%q:", separator(i), c.Name)
			if err := value.Encode(v.Field(i).Interface()); err != nil {
				return n, err
			}
		}
		// The encoder ends each value with a newline, and writes none within one.
		if _, err := io.WriteString(w, strings.ReplaceAll(line.String(), "\n", "")+"}\n"); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func separator(i int) string {
	if i == 0 {
		return "{"
	}
	return ","
}

// clean makes the text of a row UTF-8.
func clean(row reflect.Value) {
	for i := range row.NumField() {
		if f := row.Field(i); f.Kind() == reflect.String && !utf8.ValidString(f.String()) {
			f.SetString(strings.ToValidUTF8(f.String(), "\uFFFD"))
		}
	}
}
