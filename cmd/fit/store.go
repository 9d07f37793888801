package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"seam/analyze/split"
)

// file is the stored form of all cases.
type file struct {
	Numbers []string    `json:"numbers"` // what the numbers of a sample are
	Cases   []splitCase `json:"cases"`
}

func writeCases(name string, cases []splitCase) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := encode(f, cases); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func encode(w io.Writer, cases []splitCase) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(z).Encode(file{split.NumberNames(), cases}); err != nil {
		return err
	}
	return z.Close()
}

func readCases(name string) ([]splitCase, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var all file
	if err := json.NewDecoder(z).Decode(&all); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if !slices.Equal(all.Numbers, split.NumberNames()) {
		return nil, fmt.Errorf("%s holds other numbers than are measured now: measure anew with -cases and -mirror", name)
	}
	return all.Cases, nil
}
