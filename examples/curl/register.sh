#!/bin/sh
# Registers a guest and prints the user name and the password of the SMS.
set -eu

work=$(mktemp -d)
node_modules/.bin/ise-guest --json --data :memory: \
  --http-port 0 --https-port 0 --sponsor-port 0 --sim-http-port 0 --sim-https-port 0 --smtp-port 0 \
  >"$work/ready" &
emulator=$!
trap 'kill $emulator; wait $emulator || true; rm -rf "$work"' EXIT

# One line of JSON says that it is ready, and where.
touch "$work/ready"
until grep -q '"urls"' "$work/ready"; do
  kill -0 $emulator
  sleep 0.1
done
http=$(sed 's/.*"urls":{"http":"\([^"]*\)".*/\1/' "$work/ready")
portal=$(sed 's/.*"portal":{"id":"\([^"]*\)".*/\1/' "$work/ready")

# A guest keeps a cookie, and sends back the token of each page. X-Lab-Tag names the test.
ask() {
  curl -sS --fail -b "$work/cookies" -c "$work/cookies" -H 'X-Lab-Tag: curl' "$@"
}
token() {
  sed -n 's/.*name="token" value="\([^"]*\)".*/\1/p' "$1" | head -n 1
}
ask "$http/portal/PortalSetup.action?portal=$portal" >"$work/login"
ask "$http/portal/SelfRegistration.action?from=LOGIN" -d "token=$(token "$work/login")" >"$work/form"
ask "$http/portal/CreateAccount.action?from=SELF_REGISTRATION" -d "token=$(token "$work/form")" \
  --data-urlencode 'guestUser.fieldValues.ui_first_name=Jane' \
  --data-urlencode 'guestUser.fieldValues.ui_phone_number=+15556661212' >"$work/done"

# The long poll answers as soon as the SMS is there.
curl -sS --fail "$http/lab/api/messages/wait?tag=curl&channel=sms&timeoutMs=20000" >"$work/sms"
echo "username: $(sed 's/.*"username":"\([^"]*\)".*/\1/' "$work/sms")"
echo "password: $(sed 's/.*"password":"\([^"]*\)".*/\1/' "$work/sms")"

# And nobody else got one.
curl -sS --fail "$http/lab/api/messages/none?tag=somebody-else"
echo
