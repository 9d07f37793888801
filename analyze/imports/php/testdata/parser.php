<?php
// Says what nikic/php-parser finds in files: the names that they declare and mention, each
// as FILE, LINE, KIND and NAME on one line between tabs, or FILE, 0 and "broken". The first
// argument is the folder of the parser; the names of the files come on standard input.

spl_autoload_register(function ($class) use ($argv) {
    require $argv[1] . '/lib/' . str_replace('\\', '/', $class) . '.php';
});

use PhpParser\Node;

class Names extends PhpParser\NodeVisitorAbstract
{
    public array $found = [];
    private int $classes = 0;
    private string $prefix = '';

    private function add(Node $at, string $kind, string $name): void
    {
        $this->found[] = $at->getStartLine() . "\t$kind\t" . ltrim($name, '\\');
    }

    private static function kindOf(int $type): string
    {
        return match ($type) {
            Node\Stmt\Use_::TYPE_FUNCTION => 'use function',
            Node\Stmt\Use_::TYPE_CONSTANT => 'use const',
            default => 'use',
        };
    }

    public function enterNode(Node $n)
    {
        if ($n instanceof Node\Stmt\Use_) {
            foreach ($n->uses as $u) {
                $this->add($u->name, self::kindOf($n->type), $u->name->toString());
            }
            return PhpParser\NodeTraverser::DONT_TRAVERSE_CHILDREN;
        }
        if ($n instanceof Node\Stmt\GroupUse) {
            foreach ($n->uses as $u) {
                $this->add($u->name, self::kindOf(max($n->type, $u->type)), $n->prefix . '\\' . $u->name);
            }
            return PhpParser\NodeTraverser::DONT_TRAVERSE_CHILDREN;
        }
        if ($n instanceof Node\Stmt\ClassLike) {
            if ($n->name !== null && $this->classes === 0) {
                $this->add($n, 'declares', $n->namespacedName->toString());
            }
            $this->classes++;
        }
        if ($n instanceof Node\Stmt\Function_) {
            $this->add($n, 'declares function', $n->namespacedName->toString());
        }
        if ($n instanceof Node\Expr\FuncCall && $n->name instanceof Node\Name) {
            $full = $n->name->getAttribute('namespacedName') ?? $n->name;
            $this->add($n->name, 'call', $full->toString());
            $n->name->setAttribute('called', true);
        }
        if ($n instanceof Node\Expr\ConstFetch) {
            $n->name->setAttribute('constant', true);
        }
        if ($n instanceof Node\Stmt\Namespace_ && $n->name !== null) {
            $n->name->setAttribute('space', true);
        }
        if ($n instanceof Node\Name && !$n->isSpecialClassName() && !$n->hasAttribute('called') && !$n->hasAttribute('constant') && !$n->hasAttribute('space')) {
            $this->add($n, 'class', $n->toString());
        }
        return null;
    }

    public function leaveNode(Node $n)
    {
        if ($n instanceof Node\Stmt\ClassLike) {
            $this->classes--;
        }
        return null;
    }
}

$parser = (new PhpParser\ParserFactory())->createForHostVersion();
while (($file = fgets(STDIN)) !== false) {
    $file = rtrim($file, "\n");
    try {
        $names = new Names();
        $traverser = new PhpParser\NodeTraverser(new PhpParser\NodeVisitor\NameResolver(), $names);
        $traverser->traverse($parser->parse(file_get_contents($file)));
        echo "$file\t0\tparsed\n";
        foreach ($names->found as $line) {
            echo "$file\t$line\n";
        }
    } catch (PhpParser\Error $e) {
        echo "$file\t0\tbroken\n";
    }
}
