library sample;

import 'dart:io' if (dart.library.html) 'web.dart' as io show File hide Directory;
import 'later.dart' deferred as later;
export 'src/all.dart' show One;
part 'sample.g.dart';

typedef Callback = void Function(int);
typedef Generic = T Function<T extends Map<String, Map<dynamic, dynamic>>>(T t);
typedef int Old(String s);

const a = 1, b = <int, List<int>>{1: []};
final String Function(int) c = (i) => '$i${io.File('x').path}';
late Map<String, int> d;
(int, String) record() => (1, 'a');
Future<T> generic<T extends Object>(T t) async {
  return t;
}

int get getter => 1;
Future<int> get later async {
  return 1;
}

Stream<int> get stream async* {
  yield 1;
}
set setter(int i) {}
external int native();
abstract class Base<T> {
  int field = 0;
  void method() {}
}

class Mixed = Base<int> with Mixin;
mixin Mixin {}
enum E { one, two }
extension Named on String {
  int get n => 0;
}
extension on int {}
extension<T> on List<T> {}
extension type Id(int value) {}
void main() {}
