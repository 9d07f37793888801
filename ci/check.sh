#!/bin/sh
# What the GitHub Action and the GitLab template run: find what a change is to be compared
# with, fetch it where the clone lacks it, run the gate once and write its answer in the
# formats that the service reads. seam must be on PATH. Exit codes are those of seam check.
#
#   SEAM_BASE      revision to compare with; empty: where the pull or merge request goes
#                  to, else the commit before the push
#   SEAM_BASELINE  committed list of known findings to compare with instead
#   SEAM_FOLDER    folder to judge; empty: the whole repository
#   SEAM_FAIL_ON   problem (if empty), smell or never
#   SEAM_OUT       folder for the answer; empty: seam-report
set -eu

zero=0000000000000000000000000000000000000000

# parents of HEAD as the commit names them: a shallow clone has them in name only.
parents() {
	git cat-file commit HEAD | sed -n -e '/^$/q' -e 's/^parent //p'
}

base() {
	if [ -n "${SEAM_BASE:-}" ]; then
		echo "$SEAM_BASE"
		return
	fi
	# The service merged the change into its target for this build: the first parent is
	# the target as it was then, while the event may name an older one.
	case "${GITHUB_EVENT_NAME:-}:${CI_MERGE_REQUEST_EVENT_TYPE:-}" in
	pull_request:* | :merged_result | :merge_train)
		if [ "$(parents | wc -l)" -eq 2 ]; then
			parents | head -n 1
			return
		fi
		;;
	esac
	for b in "${SEAM_EVENT_BASE:-}" "${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}" "${CI_COMMIT_BEFORE_SHA:-}"; do
		if [ -n "$b" ] && [ "$b" != "$zero" ]; then
			echo "$b"
			return
		fi
	done
	parents | head -n 1
}

out=${SEAM_OUT:-seam-report}
mkdir -p "$out"

if [ -n "${SEAM_BASELINE:-}" ]; then
	set -- --baseline "$SEAM_BASELINE"
else
	base=$(base)
	if [ -z "$base" ]; then
		echo "seam: the first commit has nothing to be compared with"
		exit 0
	fi
	git cat-file -e "$base^{commit}" 2>/dev/null || git fetch --quiet --no-tags --depth=1 origin "$base" || true
	set -- --base "$base"
fi

status=0
seam check "$@" --fail-on "${SEAM_FAIL_ON:-problem}" --format json -- "${SEAM_FOLDER:-.}" >"$out/seam.json" || status=$?
if [ "$status" -gt 1 ]; then
	rm -f "$out/seam.json"
	exit "$status"
fi
render() { seam report --from "$out/seam.json" --format "$1"; }
render sarif >"$out/seam.sarif"
render junit >"$out/junit.xml"
render gitlab >"$out/gl-code-quality-report.json"
render comment >"$out/comment.md"
if [ "${GITHUB_ACTIONS:-}" = true ]; then
	render github
	if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
		cat "$out/comment.md" >>"$GITHUB_STEP_SUMMARY"
	fi
else
	render text
fi
exit "$status"
