package dart

import (
	"testing"

	"seam/analyze/imports/factstest"
)

func TestFactsVersion(t *testing.T) {
	factstest.Hold(t, reader, map[string]string{
		"a.dart": `#!/usr/bin/env dart
/// What it is.
@Since('1.0') library a.b;

import 'dart:io';
import 'package:b/b.dart' as b show X, Y hide Z;
import 'src/stub.dart' if (dart.library.io) 'src/io.dart' if (dart.library.html == 'true') 'src/web.dart';
import "later.dart" deferred as later;
@Deprecated('use it') export 'src/all.dart' show One, Two;
part 'a.g.dart';

/* import 'no.dart'; */
const text = 'import "no.dart" $mentioned ${also.hidden}';
final a1 = 1, a2 = {'x': [1, 2]}, _hidden = 2;
late Map<String, List<int>> table;
(int, String) record() => (1, 'a');
int Function(String) callback = (s) => 0;
T generic<T extends Object>(T t, {required int named}) async { final local = b.Q.r(named: 1)..cascade(); return [...spread]; }
bool get ready => true;
set ready(bool value) {}
external int native();
abstract base class Base<T> extends Super with Mix implements I { int field = 0; void method() => print(field); }
mixin class Both {}
mixin M on Base {}
enum E { one, two; const E(); }
extension on String { int get n => 0; }
extension Named<T> on List<T> { }
extension type const Id(int value) implements Object { }
typedef F = void Function(int);
typedef void Old(int a);
typedef Generic = T Function<T extends Map<String, Map<dynamic, dynamic>>>(T t);
Future<int> get delayed async { return 1; }
extension<T> on List<T> {}
class Alias = Base with M;
class _Private {}
void main(List<String> args) {}
`,
		"part.dart":      "part of 'a.dart';\nclass P {}\n",
		"named.dart":     "part of a.b;\nint x = y < z ? 1 : 2;\n",
		"augment.dart":   "augment library 'a.dart';\nimport augment 'b.dart';\naugment class A {}\n",
		"generated.dart": "// GENERATED CODE - DO NOT MODIFY BY HAND\n\npart of 'a.dart';\n",
		"empty.dart":     "",
	})
}
