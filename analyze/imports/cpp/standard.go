package cpp

import "seam/analyze/source"

// standard are headers of C, C++ and POSIX, without folders, that code names between < and >.
// A file of the repository of the same name is meant only where a build says so.
var standard = source.Words(`
	assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h signal.h
	stdalign.h stdarg.h stdatomic.h stdbit.h stdbool.h stdckdint.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h
	string.h tgmath.h threads.h time.h uchar.h wchar.h wctype.h
	algorithm any array atomic barrier bit bitset charconv chrono codecvt compare complex concepts condition_variable
	coroutine deque exception execution expected filesystem flat_map flat_set format forward_list fstream functional
	future generator hive initializer_list inplace_vector iomanip ios iosfwd iostream istream iterator latch limits list
	locale map mdspan memory memory_resource mutex new numbers numeric optional ostream print queue random ranges ratio
	regex scoped_allocator semaphore set shared_mutex source_location span spanstream sstream stack stacktrace stdexcept
	stdfloat stop_token streambuf string string_view strstream syncstream system_error text_encoding thread tuple
	type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
	cassert ccomplex cctype cerrno cfenv cfloat cinttypes ciso646 climits clocale cmath csetjmp csignal cstdalign cstdarg
	cstdbool cstddef cstdint cstdio cstdlib cstring ctgmath ctime cuchar cwchar cwctype
	aio.h alloca.h byteswap.h cpio.h cpuid.h crypt.h direct.h dirent.h dlfcn.h elf.h endian.h err.h execinfo.h fcntl.h
	features.h fmtmsg.h fnmatch.h ftw.h getopt.h glob.h grp.h iconv.h ifaddrs.h immintrin.h intrin.h io.h langinfo.h
	libgen.h libintl.h link.h malloc.h memory.h monetary.h mqueue.h ndbm.h netdb.h nl_types.h paths.h poll.h process.h
	pthread.h pty.h pwd.h regex.h resolv.h sched.h search.h semaphore.h share.h shadow.h spawn.h strings.h stropts.h
	syscall.h sysexits.h syslog.h tar.h termio.h termios.h ucontext.h ulimit.h unistd.h utime.h utmp.h utmpx.h values.h
	windows.h winsock.h winsock2.h ws2tcpip.h wordexp.h x86intrin.h xmmintrin.h emmintrin.h`)

// systems are folders of headers that systems and compilers bring.
var systems = source.Words(`
	sys net netinet netinet6 netpacket arpa linux asm asm-generic bits gnu machine mach mach-o libkern rpc rpcsvc protocols
	scsi sound video drm rdma mtd x86_64-linux-gnu experimental ext tr1 tr2 parallel pstl __gnu_cxx backward debug
	architecture uuid os dispatch objc xpc bsm CommonCrypto vm i386 i86 arm kern
	Accelerate AppKit ApplicationServices AudioToolbox AudioUnit AvailabilityMacros AVFoundation Availability Carbon Cocoa
	CoreAudio CoreFoundation CoreGraphics CoreImage CoreMedia CoreMIDI CoreServices CoreText CoreVideo DiskArbitration
	ExceptionHandling ForceFeedback Foundation GameController GLKit IOKit IOSurface ImageIO Metal MetalKit Network OpenCL
	OpenGL OpenGLES QuartzCore Security ServiceManagement StoreKit SystemConfiguration UIKit UserNotifications WebKit wrl
	winrt cppwinrt android`)
