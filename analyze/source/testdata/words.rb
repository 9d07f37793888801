# Prints the words of Ruby programs, as Ruby's own lexer sees them: FILE, line, offset in
# the line, word. The files' names come on standard input, a line each.
require "ripper"

KINDS = %i[on_ident on_const on_kw on_ivar on_gvar on_cvar on_backref on_label].freeze

$stdin.each_line(chomp: true) do |file|
  source = File.binread(file).force_encoding("UTF-8")
  if !source.valid_encoding? || Ripper.sexp_raw(source).nil?
    puts "#{file}\tbroken"
    next
  end
  puts "#{file}\tparsed"
  Ripper.lex(source).each do |(line, column), kind, text, _|
    next unless KINDS.include?(kind)
    text = text.delete_suffix(":") if kind == :on_label
    puts "#{file}\t#{line}\t#{column}\t#{text}"
  end
end
