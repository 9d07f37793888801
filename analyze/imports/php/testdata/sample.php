<?php
declare(strict_types=1);

namespace Shop\Orders;

use Shop\Billing\Invoice as Bill;
use Shop\Billing\{Receipt, Tax\Rate, function total, const LIMIT};
use function Shop\Text\shorten, Shop\Text\slug as slugify;
use const Shop\VERSION;
use Shop\Mail;

#[Mail\Subscriber('placed'), Audited]
final class Order extends Entity implements Bill, \Countable
{
    use Dated, Named { Dated::label insteadof Named; label as private shown; }

    const int|Rate FIRST = Status::Open, class = 2;
    private ?Receipt $receipt = null, $other;
    protected (Held&Kept)|null $held; public Shown $shown;
    public static Bill|(Receipt&\Stringable)|null $all = [];

    public function __construct(private readonly Clock $clock, #[Hidden] protected Money|null $due = new Money(0), callable ...$then) {}

    public function use(self $other): static|Result
    {
        try {
            return match (true) { $other instanceof Draft => Draft::from($other), default => $this->new->list(class: Kind::A, use: shorten('a')) };
        } catch (NotFound | \Shop\Gone $e) {
            $f = fn (Line $l): Total => total($l) + LIMIT + VERSION;
            $g = static function (int $x = Defaults::X, Line &...$rest) use ($f, &$g): ?Sum { yield from slugify($x); };
            return new class($f, function (Nested $n) { return new Inner; }) extends Base implements Shown { public function a(): Deep { return namespace\helper() . \strlen(\Shop\f()); } };
        }
        $text = "a {$other->name()} $other->x[Key] ${x} {$this->of(Template::class)}" . <<<X
            {$other->of(Heredoc::Y)}
            X;
        for ($i = 0; $i < 3 ? A\B : C; $i++): echo \Shop\Orders\helper(), Helper(), E_ALL | $x & FLAG; endfor;
        goto end;
        end:
        return $x ?: new static::$kind(...)->run(Last::class);
    }
}

enum Status: string implements HasLabel { case Open = 'o'; case Function = Other::F; const DEFAULT = self::Open; }

abstract class Entity { abstract protected function id(): Id; }
interface HasLabel extends One, Two {}
trait Dated { public function at(): \DateTimeInterface { if (!function_exists('late')) { function late(Late $l) {} } } }
function helper(Helped $h) { class_alias(Order::class, 'Shop\Legacy\Order'); return function () {}; }
