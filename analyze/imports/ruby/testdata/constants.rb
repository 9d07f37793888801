# Prints the constants that Ruby files define and name, as Ripper sees them: a line a file,
# then D SCOPE|PATH and U SCOPE|PATH, each once, sorted. Files that do not parse are left out.
require "ripper"

def constant_path(node)
  return nil unless node.is_a?(Array)
  case node[0]
  when :const_ref, :var_ref, :var_field then node[1].is_a?(Array) && node[1][0] == :@const ? node[1][1] : nil
  when :top_const_ref, :top_const_field then "::" + node[1][1]
  when :const_path_ref, :const_path_field
    left = constant_path(node[1])
    left && node[2][0] == :@const ? left + "::" + node[2][1] : nil
  end
end

def walk(node, scope, out)
  return unless node.is_a?(Array)
  case node[0]
  when :class, :module
    name = constant_path(node[1])
    out << "D #{scope}|#{name}" if name
    walk(node[2], scope, out) if node[0] == :class
    walk(node.last, name ? scope + ">" + name : scope, out)
    return
  when :assign, :opassign
    if [:var_field, :const_path_field, :top_const_field].include?(node[1][0]) && (name = constant_path(node[1]))
      out << "D #{scope}|#{name}" if node[0] == :assign || node[2][1] == "||="
      return node[2..].each { |n| walk(n, scope, out) }
    end
  when :massign
    names = (node[1][0] == :mlhs ? node[1][1..] : node[1]).filter_map { |n| constant_path(n) }
    if names.any?
      names.each { |name| out << "D #{scope}|#{name}" }
      return walk(node[2], scope, out)
    end
  when :var_ref, :const_path_ref, :top_const_ref
    if (name = constant_path(node))
      out << "U #{scope}|#{name}"
      return
    end
  when :fcall, :command
    return node[2..].each { |n| walk(n, scope, out) }
  end
  node.each { |n| walk(n, scope, out) }
end

$stdin.each_line(chomp: true) do |file|
  src = File.binread(file).force_encoding("UTF-8")
  next unless src.valid_encoding?
  tree = Ripper.sexp(src) or next
  out = []
  walk(tree, "", out)
  puts file, out.uniq.sort
end
