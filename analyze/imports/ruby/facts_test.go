package ruby

import (
	"testing"

	"seam/analyze/imports/factstest"
)

func TestFactsVersion(t *testing.T) {
	factstest.Hold(t, reader, map[string]string{
		"a.rb":      "#!/usr/bin/env ruby\n# frozen\nrequire 'x/y'\nrequire_relative '../z'\nautoload :L, 'l'\nautoload :M\nmodule A\n  class B::C < D\n    include E, F::G\n    X, Y = 1, 2\n    belongs_to :author\n    has_many :books\n    has_one :k, class_name: 'A::K'\n    'N::O'.constantize\n    class << self\n      def a = P\n    end\n  end\nend\n::Q.x if __FILE__ == $0\n",
		"schema.rb": "# This file is auto-generated from the current state of the database.\nActiveRecord::Schema[7.1].define(version: 1) do\nend\n",
		"empty.rb":  "",
	})
}
