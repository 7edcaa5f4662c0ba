describe 'proves that users written through the auth service survive a restart and new containers'

def stack = theStack
stack.ensureHealthy()

// a name made for this run: what an earlier run left behind proves nothing
def user = 'u' + UUID.randomUUID().toString().replace('-', '').take(12)
// the host port may be another one after each start
def users = { stack.service('auth').url(8080) + '/users' }
def found = { http.get(users() + "/$user").status == 200 }

if (found()) {
    fail "user '$user' is there before it was written: the check proves nothing"
}
def answer = http.post(users(), [name: user, password: UUID.randomUUID().toString()])
if (answer.status != 201 || !found()) {
    fail "user '$user' cannot be written", "POST /users: $answer.status $answer.text"
}

stack.restart()
if (!found()) {
    fail "user '$user' is lost after a restart", *stack.withoutVolumes()
}
stack.stop()
stack.ensureHealthy()
if (!found()) {
    fail "user '$user' is lost with the old containers", *stack.withoutVolumes()
}
println "user '$user' was found again after a restart and in new containers"
