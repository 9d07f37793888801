// Command fit finds the points of the scorecard that ranks split candidates, and says
// how well they rank parts that owners really split out later.
//
//	fit -cases splits.json -mirror DIR   measures every part of every case anew
//	fit                                  fits to what was measured before
//
// A case is a repository at the commit before a split and the folders that were split
// out. Its parts are measured by the code that seam itself ranks with, and kept in
// testdata/fit/parts.json.gz: folder names and numbers, nothing of people. The points
// maximise the likelihood of the parts that were split out among all parts of their
// repository (a softmax a case, the hits summed), with a penalty on large points and
// no term allowed to change its sign. Every repository counts as the root of its number
// of cases. Points are rounded to whole numbers.
//
// Cases that nothing was fitted on, measured in the same way, are in
// testdata/fit/unseen.json.gz; the points that seam ships are asked of them too.
//
// The figures are of points fitted without the repository that they are asked of.
// Terms and thresholds were chosen with all cases in view, so other repositories will
// be ranked less well than these figures say.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("fit", flag.ContinueOnError)
	flags.SetOutput(stderr)
	data := flags.String("data", "testdata/fit/parts.json.gz", "the measured parts")
	other := flags.String("unseen", "testdata/fit/unseen.json.gz", "measured parts of cases that nothing is fitted on")
	list := flags.String("cases", "", "a JSON file of cases: measure their parts anew")
	mirror := flags.String("mirror", "", "folder of the cases' repositories, as OWNER+NAME/repo")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *list != "" {
		cases, err := measureCases(ctx, *list, *mirror, stderr)
		if err != nil {
			return err
		}
		if err := writeCases(*data, cases); err != nil {
			return err
		}
	}
	cases, err := readCases(*data)
	if err != nil {
		return err
	}
	unseen, err := readCases(*other)
	if err != nil {
		return err
	}
	report(stdout, cases, unseen)
	return nil
}
