# shellcheck shell=bash disable=SC1090,SC1091,SC2015,SC2154
# Part of the launcher, read when what was written down at the last start is not fresh: the JDK, the build, the caches.

# Sets build and rank of the Java in folder $1, if it is 17 or newer; its release file spares starting it.
inspect() {
  local version='' exact='' vendor='' part
  [[ -x $1/bin/java ]] || return 1
  IFS='|' read -r version exact vendor < <(. "$1/release" && echo "$JAVA_VERSION|$JAVA_RUNTIME_VERSION|$IMPLEMENTOR") ||
    version=$("$1/bin/java" -version 2>&1 </dev/null | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  build=${vendor:-java}-${exact:-$version} build=${build//[^A-Za-z0-9.+-]/_}
  IFS=. read -ra part <<<"${version//[^0-9]/.}.0.0"
  rank=$((10#0${part[0]} * 1000000 + 10#0${part[1]} * 1000 + 10#0${part[2]}))
  ((rank >= 17000000))
} 2>/dev/null

# Sets java_home to the newest Java, or the one asked for, and javac_home to the newest that compiles; empty if none.
choose_jdk() {
  local java folder rank build best=0 best_javac=0 asked=${ORCH_JAVA_HOME-}
  java_home='' javac_home=''
  look_for_jdks
  [[ -z $asked ]] || inspect "$asked" || fail 2 "ORCH_JAVA_HOME is no JDK 17 or newer" "$asked"
  for java in "${jdks[@]}" ${BASH_CMDS[java]:+"$(readlink -f -- "${BASH_CMDS[java]}")"}; do
    inspect "${java%/bin/java}" || continue
    folder=$(cd -P -- "${java%/bin/java}" && pwd)
    ((rank <= best)) || best=$rank java_home=$folder java_build=$build java_major=$((rank / 1000000))
    [[ ! -x $folder/bin/javac ]] || ((rank <= best_javac)) || best_javac=$rank javac_home=$folder
    [[ -z $asked ]] || best=999000000 # it came first; the others may only compile
  done
}

# Finds the tools to run, to build or to verify, with one announced installation of all that is missing.
find_tools() {
  local why lacks='' packages=() jdk=default-jdk-headless
  choose_jdk
  ! grep -qsE '^VERSION_CODENAME=(bullseye|bookworm|focal|jammy)' /etc/os-release || jdk=openjdk-17-jdk-headless
  [[ -n $java_home ]] && [[ -n $javac_home || $1 == run ]] || packages+=("$jdk") \
    lacks=$'no JDK 17 or newer in JAVA_HOME, on the PATH, in /usr/lib/jvm, /opt, ~/.sdkman\n'
  [[ $1 == run ]] || command -v mvn >/dev/null || packages+=(maven) lacks+=$'no mvn on the PATH\n'
  why=$(refusal install)
  [[ -z $lacks || -z $why ]] ||
    fail 3 "not on this machine: ${packages[*]}" "$lacks$why" "with these installed, or as root, with set-up allowed"
  [[ -z $why ]] && [[ -n $lacks || $1 == verify ]] || return 0
  [[ -n $chosen || -S $socket ]] || command -v dockerd >/dev/null || packages+=("${engine_packages[@]}" debootstrap)
  [[ $1 != verify ]] || packages+=(debootstrap)
  install_packages "${packages[@]}"
  choose_jdk
}

# Builds orch, offline first since that is quicker. What counts as its time is its start, for edits made meanwhile.
build() {
  local log=$launch/build.log mvn=(mvn -B -q -DskipTests -Dspotless.check.skip=true -Dcheckstyle.skip=true
    -Dassembly.skipAssembly=true -am -pl 'lib,dsl' package)
  local -x JAVA_HOME=$javac_home MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${MAVEN_OPTS-}"
  # where somebody waits for it, or a log shows what took the time
  [[ ! -t 2 && -z ${CI-} ]] || echo "orch: building (first use takes a minute) ..." >&2
  trap 'exit 130' INT # else Ctrl-C would be told as a build that failed
  touch "$stamp.new"
  rm -rf "$home"/dsl/target/{lib,resolver,sheets,serve,tls} # Maven adds to them: a dependency's older jar would stay
  (cd -- "$home" && { "${mvn[@]}" -o || { grep -q 'offline mode' "$log" && "${mvn[@]}"; }; }) &>"$log" </dev/null ||
    fail 1 "the build of orch itself failed" \
      "$(grep ERROR "$log" | grep -vE 'Help|e-run Maven|more info|resume|mvn <|ERROR\] *$' | uniq | head)"$'\n'"log: $log"
  trap - INT
  rm -f "$launch"/env-*
  mv "$stamp.new" "$stamp"
}

# Sets the id of the jars and the class paths.
describe_jars() {
  local version
  if [[ $distribution ]]; then
    read -r version id <"$home/jars/id" && id=$version-$id jars=$home/jars
  else
    keep_jars
  fi
  printf -v lane_path '%s:' "$jars"/lib/orch-lib*.jar "$jars"/lib/{gson,jackson-core}-*.jar
  # the ones that every command reads stand first: a JVM opens all that stand before, and some are large
  printf -v full_path '%s:' "$jars"/orch-dsl.jar "$jars"/lib/{orch-lib,groovy,picocli}-*.jar \
    "$jars"/lib/!(orch-lib-*|groovy-*|picocli-*|jline-*).jar
  printf -v repl_path '%s:' "${full_path%:}" "$jars"/lib/jline-*.jar
  printf -v config_path '%s:' "$lane_path" "$jars"/lib/snakeyaml-*.jar
  config_path=${config_path//::/:} config_path=${config_path%:}
  lane_path=${lane_path%:} full_path=${full_path%:} repl_path=${repl_path%:}
}

# Copies what was built: Maven rewrites its own jars under a running orch and its cache.
keep_jars() {
  local new=$launch/new
  rm -rf "$new" && mkdir "$new"
  cp -r "$home"/dsl/target/{lib,resolver,sheets,serve,tls,orch-dsl.jar} "$new/"
  id=$({ echo "$home" && cat "$self" "$home/libexec/build.sh" "$new"/*.jar "$new"/*/*.jar; } | sha256sum) # flags and paths count too
  id=${id::12} jars=$launch/jars-${id::12}
  if [[ -d $jars ]]; then rm -rf "$new"; else mv "$new" "$jars"; fi
  find "$launch" -maxdepth 1 -name 'jars-*' ! -name "jars-$id" -mmin +120 -exec rm -rf {} + # younger ones may run
}

# Writes down what start needs.
describe() {
  local jars
  describe_jars
  printf '%s=%q\n' kept_found "$found" java_home "$java_home" java_major "$java_major" java_build "$java_build" \
    id "$id" lane_path "$lane_path" config_path "$config_path" full_path "$full_path" repl_path "$repl_path" >"$kept.new"
}

# Makes the caches that are not there by a training run each. Without one orch is slower, but no worse.
rehearse() {
  local kind file
  [[ -z $distribution || ! -t 2 ]] || echo "orch: preparing the first use (a few seconds) ..." >&2
  for file in "$launch"/{lane,config,quick,full,repl}-*; do [[ $file == *-"$id".* ]] || rm -f "$file"; done
  # what was written down for another JDK and other jars would go on without its caches
  for file in "$launch"/env-*; do [[ $(<"$file") == *$'\n'"id=$id"* ]] || rm -f "$file"; done
  for kind in lane config quick full repl; do
    entry $kind
    # the cache also remembers how far methods were compiled, for ever: SHA-256 is to get all that the processor has for it
    [[ $kind == repl ]] || flags+=(-XX:TieredStopAtLevel=1 -XX:CompileCommand=quiet
      -XX:CompileCommand=exclude,sun.security.provider.{SHA2,DigestBase}::impl\*)
    [[ -f $cache ]] || {
      ORCH_SETUP=never timeout 120 "$java_home/bin/java" "${flags[@]}" "$write=$cache.new" \
        -cp "$class_path" "$main" --rehearse && mv "$cache.new" "$cache" || echo "no $cache"
    } </dev/null >"$launch/rehearsal-$kind.log" 2>&1 &
  done
  wait
}

# Makes everything fresh; one orch at a time, and those that waited find it done.
prepare() {
  local goal=run file jars
  if ! mkdir -p "$launch" 2>/dev/null || [[ ! -w $launch ]]; then # another user's: what he built will do
    [[ -z $distribution ]] || { find_tools run && describe_jars && return; } # slower, but no worse
    for file in "$launch"/env-*; do . "$file"; done
    ! stale || fail 1 "orch must be built, and $launch cannot be written" "this is user $(id -un)"
    find_tools run
    return
  fi
  {
    flock -w 1800 7 || fail 1 "another orch has been building for half an hour" "log: $launch/build.log"
    ! fresh || return 0
    if [[ -z $distribution ]] && { [[ ! -d $home/dsl/target/serve || ! -d $home/dsl/target/tls ]] || stale; }; then goal=build; fi
    find_tools $goal
    [[ $goal == run ]] || build
    describe
    rehearse
    mv "$kept.new" "$kept" # last, so that a run that was interrupted is done again
  } 7>>"$launch/lock"
}

# Runs all tests: here an engine and debootstrap are wanted too. orch is built first, since specs start it beside Maven.
verify() {
  local rank build
  [[ -z $distribution ]] || fail 2 "this orch came in an archive; its tests are with its sources" "it stands in $home"
  find_tools verify
  [[ -n $chosen ]] || [[ -n $(refusal start) ]] || set_up_engine
  fresh || prepare
  inspect "$javac_home" && ((rank < 24000000)) ||
    export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS-}"
  cd -- "$home"
  JAVA_HOME=$javac_home exec mvn -B verify "$@"
}
