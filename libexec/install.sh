# shellcheck shell=bash disable=SC2015,SC2154
# Part of the launcher: puts orch under a prefix, and takes it away again.
#   PREFIX/lib/orch/VERSION-ID   all of it; an upgrade gets a folder of its own and replaces the old one when it works
#   PREFIX/bin/orch              a link to the launcher there, switched at once
#   PREFIX/share/...             links to the man page and to completions

install_help="Usage: orch install [--prefix DIR] [--uninstall]
puts orch under a prefix: DIR/bin/orch, DIR/lib/orch, man page and completions
      --prefix=DIR   /usr/local for root, else ~/.local
      --uninstall    removes what was installed there, and nothing else
      --help         this text"

# Whether $1 is a link that an installation under the prefix made.
ours() { [[ -L $1 && $(readlink -- "$1") == *../lib/orch/* ]]; }

# Copies what is needed to run into folder $1, from a checkout as from an unpacked archive.
copy_to() {
  local part
  mkdir -p "$1/jars"
  for part in orch libexec scripts docs README.md CHANGELOG.md LICENSE; do cp -r "$home/$part" "$1/"; done
  cp -r "${full_path%%/orch-dsl.jar*}"/{orch-dsl.jar,lib,resolver,sheets,serve,tls} "$1/jars/"
  echo "${release%%-*} ${release#*-}" >"$1/jars/id"
}

# Links $2, a name below the installed folder, to $1, a path below the prefix.
link() {
  local up=${1//[^\/]/} new=$prefix/$1.new-$$
  mkdir -p "$prefix/${1%/*}"
  ln -s "${up//\//../}lib/orch/$release/$2" "$new" && mv -T "$new" "$prefix/$1"
}

links=(bin/orch:orch share/man/man1/orch.1:docs/orch.1
  share/bash-completion/completions/orch:completions/bash
  share/zsh/site-functions/_orch:completions/zsh share/fish/vendor_completions.d/orch.fish:completions/fish)

# Notes which folders below the prefix are not there yet: --uninstall removes just these, unless somebody uses them.
note_folders() {
  local pair folder made=()
  for pair in "${links[@]}" lib/orch/; do
    folder=${pair%%:*}
    while [[ $folder == */* ]]; do
      folder=${folder%/*}
      [[ -d $prefix/$folder ]] || made+=("$folder")
    done
  done
  [[ -d $prefix ]] || made+=("")
  mkdir -p "$prefix"/{bin,lib/orch} 2>/dev/null && [[ -w $prefix/bin && -w $prefix/lib/orch ]] || return 1
  ((${#made[@]} == 0)) || printf '%s\n' "${made[@]}" >>"$prefix/lib/orch/.made"
}

# Removes the folders of other releases than $1, with what this user's cache holds of them.
remove_releases() {
  local folder
  for folder in "$prefix"/lib/orch/*/; do
    folder=${folder%/}
    [[ ${folder##*/} != "$1" && -f $folder/jars/id ]] || continue
    rm -rf "$folder" "${XDG_CACHE_HOME:-${HOME-}/.cache}/orch/launch${folder//\//-}"
  done
  rmdir "$prefix/lib/orch" 2>/dev/null || true
}

uninstall_orch() {
  local pair made=()
  [[ -d $prefix/lib/orch ]] || fail 2 "orch is not installed under $prefix" "there is no $prefix/lib/orch" "with --prefix DIR"
  for pair in "${links[@]}"; do
    ! ours "$prefix/${pair%%:*}" || rm "$prefix/${pair%%:*}"
  done
  [[ ! -f $prefix/lib/orch/.made ]] || { mapfile -t made < <(sort -ru "$prefix/lib/orch/.made") && rm "$prefix/lib/orch/.made"; }
  remove_releases none
  for pair in "${made[@]}"; do rmdir "$prefix/$pair" 2>/dev/null || true; done
  echo "removed orch from $prefix"
}

# Makes completions where this orch can; one that cannot goes without.
make_completions() {
  local shell
  mkdir -p "$1/completions"
  for shell in bash zsh fish; do
    "$1/orch" completion $shell >"$1/completions/$shell" 2>/dev/null </dev/null || rm -f "$1/completions/$shell"
  done
}

install_orch() {
  local prefix='' remove='' release new folder pair old='' jars
  while (($#)); do
    case $1 in
      --prefix) (($# > 1)) || fail 2 "--prefix needs a folder" "orch install --prefix DIR"; prefix=$2 && shift ;;
      --prefix=?*) prefix=${1#*=} ;;
      --uninstall) remove=yes ;;
      -h | --help) echo "$install_help" && return ;;
      *) words=(install --help) && fail 2 "unknown word '$1' of install" "orch install [--prefix DIR] [--uninstall]" ;;
    esac
    shift
  done
  if [[ -z $prefix ]]; then ((EUID == 0)) && prefix=/usr/local || prefix=${HOME:-/}/.local; fi
  prefix=$(realpath -m -- "$prefix")
  [[ -z $remove ]] || { uninstall_orch && return; }
  [[ ! -e $prefix/bin/orch && ! -L $prefix/bin/orch ]] || ours "$prefix/bin/orch" ||
    fail 5 "$prefix/bin/orch is not from orch install, and stays" "$(ls -l "$prefix/bin/orch")" "with another --prefix DIR"
  note_folders ||
    fail 2 "$prefix cannot be written" "this is user $(id -un)" "with --prefix DIR, or as root"
  if [[ $distribution ]]; then
    describe_jars && release=$id
  else
    fresh || prepare
    release=$(sed -n '/<version>/{s/.*<version>\(.*\)<.*/\1/p;q}' "$home/pom.xml")-$id
  fi
  folder=$prefix/lib/orch/$release new=$prefix/lib/orch/.new-$$
  ! ours "$prefix/bin/orch" || old=$(readlink -f -- "$prefix/bin/orch")
  if [[ ! -f $folder/jars/id ]] || ! "$folder/orch" version &>/dev/null; then
    copy_to "$new"
    [[ ! -d ${old%/orch}/lib/ext ]] || cp -r "${old%/orch}/lib" "$new/" # verbs that others gave it
    rm -rf "$folder" && mv -T "$new" "$folder"
    # asked before anything is switched, so that what does not work replaces nothing
    "$folder/orch" version >/dev/null || fail 1 "the copy does not run; what was installed stays" "$folder"
    make_completions "$folder"
  fi
  for pair in "${links[@]}"; do
    [[ -f $folder/${pair#*:} ]] || continue
    [[ ! -e $prefix/${pair%%:*} ]] || ours "$prefix/${pair%%:*}" || continue # somebody else's file stays
    link "${pair%%:*}" "${pair#*:}"
  done
  remove_releases "$release"
  echo "installed orch ${release%%-*} as $prefix/bin/orch"
  [[ :$PATH: == *":$prefix/bin:"* ]] || echo "$prefix/bin is not on the PATH"
}
