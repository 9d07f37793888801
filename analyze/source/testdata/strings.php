<p>It's "markup" { $here } #</p>
<?php
namespace Shop\Orders;

use Shop\{Money, Customer as Buyer}; // it's a comment ?><b>"</b><?php # and another "

#[Pure("it's")]
function total(?int $cents, string ...$names): ?Money
{
    $a = 'it\'s $not a {$hole}' . "but $cents[0] and $names[key] $names[-1] {$names['}']} ${cents} \$no";
    $b = `ls $a` . b'binary "' . "$cents->amount->more $cents?->amount";
    $c = <<<SQL
        select '$a' from "{$b[0]->call(fn() => "x}")}" -- SQLite
        SQLX
        SQL . <<<'RAW'
    $nothing {$here} \
    RAW;
    return $c << 2 ?: (int) $a <=> $$b;
}
?>
<script>let s = "<?= $s ?>";</script>
<?php
__halt_compiler();
It's data, $not code: "<?php
