package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/config"
)

func (a *app) initCommand() *cobra.Command {
	var print bool
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a commented seam.yaml from what is there: areas, teams, exclusions",
		Args:  oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			in, err := analyze.Load(c.Context(), analyze.Request{Dir: folder(args)})
			if wrong := (*config.Error)(nil); print && errors.As(err, &wrong) {
				return a.write([]byte(config.Example(config.Config{})), "") // who repairs a seam.yaml is sent here
			}
			if err != nil {
				return err
			}
			if in.Bare && !print {
				return cannot{errors.New("a bare repository has no folder to write seam.yaml into"), "seam init --print prints it"}
			}
			r, err := analyze.Run(in, analyze.Options{})
			if err != nil {
				return err
			}
			text := config.Example(proposal(r))
			if print {
				return a.write([]byte(text), "")
			}
			file := filepath.Join(folder(args), "seam.yaml")
			if _, err := os.Lstat(file); !errors.Is(err, os.ErrNotExist) {
				return cannot{fmt.Errorf("%s is already there", file), "seam init --print shows what it would write"}
			}
			return a.write([]byte(text), file)
		},
	}
	c.Flags().BoolVar(&print, "print", false, "print it instead of writing seam.yaml into DIR")
	return c
}

// proposal is the configuration that says what seam found on its own.
func proposal(r *analyze.Result) config.Config {
	c := config.Config{Areas: r.Areas.Declaration(), Exclude: r.Input.Config.Exclude}
	for _, t := range r.Input.Owners.Teams() {
		c.Teams = append(c.Teams, config.Team{Name: t.Name}) // paths stay where they are declared
	}
	return c
}
