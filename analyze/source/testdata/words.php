<?php
// Prints the words of PHP programs, as PHP's own lexer sees them: FILE, line, offset in
// the file, word. The files' names come on standard input, a line each.
while (($file = fgets(STDIN)) !== false) {
    $file = rtrim($file, "\n");
    try {
        $tokens = PhpToken::tokenize(file_get_contents($file), TOKEN_PARSE);
    } catch (ParseError $e) {
        echo "$file\tbroken\n";
        continue;
    }
    echo "$file\tparsed\n";
    foreach ($tokens as $t) {
        if ($t->id === T_YIELD_FROM) {
            echo "$file\t{$t->line}\t{$t->pos}\tyield\n$file\t{$t->line}\t" . ($t->pos + strlen($t->text) - 4) . "\tfrom\n";
        }
        if (preg_match('/^(\(\s*)(\w+)\s*\)$/', $t->text, $cast) && $t->getTokenName() !== 'T_INLINE_HTML') {
            echo "$file\t{$t->line}\t" . ($t->pos + strlen($cast[1])) . "\t{$cast[2]}\n";
        }
        if (preg_match('/^(\\\\?[$a-zA-Z_\x80-\xff][a-zA-Z0-9_\x80-\xff]*)(\\\\[a-zA-Z_\x80-\xff][a-zA-Z0-9_\x80-\xff]*)*$/', $t->text)
            && !in_array($t->id, [T_INLINE_HTML, T_ENCAPSED_AND_WHITESPACE, T_END_HEREDOC])) {
            $at = $t->pos;
            foreach (explode('\\', $t->text) as $part) {
                if ($part !== '') {
                    echo "$file\t{$t->line}\t$at\t$part\n";
                }
                $at += strlen($part) + 1;
            }
        }
    }
}
