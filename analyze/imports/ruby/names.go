package ruby

import (
	"strings"

	"seam/analyze/source"
)

// normal is a name without what paths and constants write differently: case and _ or -.
func normal(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] != '_' && s[i] != '-' && (s[i] < 'A' || s[i] > 'Z')
	}
	if plain {
		return s
	}
	out := make([]byte, 0, len(s))
	for _, c := range []byte(s) {
		switch {
		case c == '_' || c == '-':
		case c >= 'A' && c <= 'Z':
			out = append(out, c|0x20)
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

// core are the constants of Ruby itself and of its standard library.
var core = source.Words(`
	ARGF ARGV ArgumentError Array BasicObject Base64 Benchmark BigDecimal Binding Bundler CGI CSV Class
	ClosedQueueError Comparable Complex ConditionVariable Coverage Data Date DateTime Delegator Digest Dir DRb
	ENV EOFError ERB English Encoding EncodingError Enumerable Enumerator Errno Etc Exception FalseClass Fiber
	FiberError Fiddle File FileTest FileUtils Find Float FloatDomainError Forwardable FrozenError GC Gem
	GetoptLong Hash IO IOError IPAddr IPSocket IRB IndexError Integer Interrupt JSON Kernel KeyError LoadError
	LocalJumpError Logger Marshal MatchData Math Matrix Method Minitest Module Monitor MonitorMixin Mutex_m
	Mutex NameError Net NilClass NoMatchingPatternError NoMatchingPatternKeyError NoMemoryError NoMethodError
	NotImplementedError Numeric OLEProperty Object ObjectSpace Observable Open3 OpenSSL OpenStruct OptionParser
	PP PStore PTY Pathname Prime Proc Process Psych Queue RDoc RUBY_COPYRIGHT RUBY_DESCRIPTION RUBY_ENGINE
	RUBY_ENGINE_VERSION RUBY_PATCHLEVEL RUBY_PLATFORM RUBY_RELEASE_DATE RUBY_REVISION RUBY_VERSION Racc Ractor
	Random Range RangeError Rational RbConfig Readline Refinement Regexp RegexpError Reline Resolv Ripper
	RubyVM RuntimeError STDERR STDIN STDOUT ScriptError SecureRandom SecurityError Set Shellwords Signal
	SignalException SimpleDelegator Singleton SizedQueue Socket SocketError StandardError StopIteration String
	StringIO StringScanner Struct Symbol SyntaxError Syslog SystemCallError SystemExit SystemStackError
	TCPServer TCPSocket TOPLEVEL_BINDING TSort Tempfile Thread ThreadError ThreadGroup Time Timeout TracePoint
	TrueClass TypeError UDPSocket UNIXServer UNIXSocket URI UnboundMethod UncaughtThrowError UnicodeNormalize
	Warning WeakRef YAML ZeroDivisionError Zlib`)

// standard are the first parts of what require finds in the standard library.
var standard = source.Words(`
	abbrev base64 benchmark bigdecimal bundler cgi continuation coverage csv date debug delegate did_you_mean
	digest drb English erb error_highlight etc expect fcntl fiber fiddle fileutils find forwardable getoptlong
	io ipaddr irb json kconv logger matrix minitest mkmf monitor mutex_m net nkf objspace observer open-uri open3
	openssl optionparser optparse ostruct pathname pp prettyprint prime pstore psych pty racc rake rational
	rbconfig rdoc readline reline resolv resolv-replace rexml rinda ripper rss rubygems securerandom set
	shellwords singleton socket stringio strscan syslog tempfile test thread time timeout tmpdir tracer tsort un
	unicode_normalize uri weakref win32 yaml zlib`)

// irregular are the plurals that no rule of English makes, by their ends.
var irregular = [...][2]string{
	{"people", "person"}, {"children", "child"}, {"men", "man"}, {"mice", "mouse"}, {"oxen", "ox"}, {"data", "datum"}, {"media", "medium"},
	{"criteria", "criterion"}, {"indices", "index"}, {"vertices", "vertex"}, {"matrices", "matrix"}, {"statuses", "status"}, {"aliases", "alias"},
}

// singulars lists what a plural may be the plural of, itself first for words that have
// none (series), all in normal form. Rails' rules make one of it; here the class that is
// there decides.
func singulars(plural string) []string {
	p := normal(plural)
	out := []string{}
	for _, i := range irregular {
		if rest, ok := strings.CutSuffix(p, i[0]); ok {
			out = append(out, rest+i[1])
		}
	}
	for _, rule := range [...][2]string{{"ies", "y"}, {"ves", "f"}, {"ves", "fe"}, {"ses", "sis"}, {"sses", "ss"}, {"xes", "x"}, {"ches", "ch"}, {"shes", "sh"}, {"zzes", "z"}, {"oes", "o"}, {"ses", "s"}, {"ves", "ve"}, {"s", ""}, {"a", "um"}, {"i", "us"}} {
		if rest, ok := strings.CutSuffix(p, rule[0]); ok && rest != "" {
			out = append(out, rest+rule[1])
		}
	}
	return append(out, p)
}
