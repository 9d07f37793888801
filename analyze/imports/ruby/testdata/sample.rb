# Syntax in which words that open and close blocks are hard to tell apart.
module A
  class B::C < D.call(E)
    X = F if G
    def if?(h = I) = J
    def self.end; K end
    def []=(a, b); L; end
    def ==(other) = M
    def -@; N; end
    alias begin end
    alias_method :old, :[]= unless O
    undef :class, :def
    attr_writer :x if P; Q
    while R do S end
    begin; T; end while U
    until V; W; end
    for y in Z do AA end
    x = if AB then AC else AD end
    y = case AE when AF then AG end
    z ||= <<~TEXT if AH
      #{AI} end
    TEXT
    foo.class::AJ
    foo(class: AK, end: AL).end.if { |b| AM if b }
    puts [:end, :if, %i[do end], ?d, "end #{if AN then AO end}"]
    raise AP unless a ? AQ : AR::AS
    rescue_from(AT) do |e| AU end
    Integer("1") + AV::Aw("x")
    ->(q) do AX end
    puts(*AY) if AY
    class << self
      AZ
    end
    BA, BB = 1, 2
    BC ||= ::BD
    BE::BF = 1
  end
  Before do BG end
end
BH
__END__
class BI
