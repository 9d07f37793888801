#!/bin/sh
# Puts the comment that check.sh wrote under the pull request SEAM_PULL, in the place of the
# one that an earlier run left there. Where nothing that fails is new and no comment
# stands, it stays silent. Needs gh, GH_TOKEN with the permission pull-requests: write, GITHUB_REPOSITORY.
set -eu
file=${SEAM_OUT:-seam-report}/comment.md
[ -f "$file" ] || exit 0
SEAM_MARKER=$(head -n 1 "$file")
export SEAM_MARKER
comments=repos/$GITHUB_REPOSITORY/issues
old=$(gh api --paginate "$comments/$SEAM_PULL/comments" --jq '.[] | select(.body | startswith(env.SEAM_MARKER)) | .id' | head -n 1)
if [ -n "$old" ]; then
	gh api --silent --method PATCH "$comments/comments/$old" --field "body=@$file"
elif ! sed -n 2p "$file" | grep -q '^### seam: nothing new'; then
	gh api --silent --method POST "$comments/$SEAM_PULL/comments" --field "body=@$file"
fi
