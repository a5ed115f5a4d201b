# Sourced by ./cotejo and ./mvnw: sets and exports JAVA_HOME to a JDK of release 25 or newer, so that nobody has to
# set it by hand when the distribution's own java is older. JAVA_HOME is kept if it will do; otherwise the newest wins.
# The release file is read with builtins because starting a JVM to ask its version would double the start-up time.
# shellcheck shell=sh

find_jdk_needed=25
find_jdk_best='' find_jdk_best_release=0

# Sets find_jdk_release to the feature release of the JDK in directory $1, or to 0 if there is none.
find_jdk_read_release() {
  find_jdk_release=0
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r find_jdk_line || [ -n "$find_jdk_line" ]; do
    case $find_jdk_line in
    JAVA_VERSION=*)
      find_jdk_line=${find_jdk_line#JAVA_VERSION=}
      find_jdk_line=${find_jdk_line#\"}
      find_jdk_line=${find_jdk_line%%[!0-9]*}
      [ -z "$find_jdk_line" ] || find_jdk_release=$find_jdk_line
      return 0
      ;;
    esac
  done <"$1/release"
}

find_jdk_consider() {
  find_jdk_read_release "$1"
  if [ "$find_jdk_release" -gt "$find_jdk_best_release" ]; then
    find_jdk_best=$1 find_jdk_best_release=$find_jdk_release
  fi
}

find_jdk_consider_path() {
  find_jdk_rest=${PATH-}:
  while [ -n "$find_jdk_rest" ]; do
    find_jdk_java=${find_jdk_rest%%:*}/java
    find_jdk_rest=${find_jdk_rest#*:}
    [ -x "$find_jdk_java" ] || continue
    # The one fork, and only where java is a link, as Debian's /usr/bin/java is.
    [ ! -h "$find_jdk_java" ] || find_jdk_java=$(readlink -f "$find_jdk_java") || return 0
    case $find_jdk_java in
    */bin/java) find_jdk_consider "${find_jdk_java%/bin/java}" ;;
    esac
    return 0
  done
}

find_jdk_consider_usual_places() {
  for find_jdk_home in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* /usr/local/*jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* \
    "${HOME-}"/.asdf/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    find_jdk_consider "$find_jdk_home"
  done
}

[ -z "${JAVA_HOME-}" ] || find_jdk_consider "$JAVA_HOME"
if [ "$find_jdk_best_release" -lt "$find_jdk_needed" ]; then
  find_jdk_consider_path
  # mvnw runs with globbing off.
  case $- in
  *f*)
    set +f
    find_jdk_consider_usual_places
    set -f
    ;;
  *) find_jdk_consider_usual_places ;;
  esac
fi
if [ "$find_jdk_best_release" -lt "$find_jdk_needed" ]; then
  printf '%s\n' "Cotejo needs a JDK $find_jdk_needed or newer (with javac), and none was found in JAVA_HOME, on PATH or where JDKs are usually installed (/usr/lib/jvm, /usr/java, /opt, /usr/local, SDKMAN, ~/.jdks, mise, asdf, macOS and Homebrew): install one, for example from https://adoptium.net, or set JAVA_HOME to it." >&2
  exit 2
fi
JAVA_HOME=$find_jdk_best
export JAVA_HOME
