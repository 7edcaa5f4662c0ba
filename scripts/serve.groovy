describe 'keeps stacks healthy, works on tasks and answers an HTTP API, until somebody ends it'
option 'keep', 'FILE,...', 'files of stacks that are made to run and kept healthy'
option 'port', 'N', 'the port it listens on, 14355 by default; 0: a free one'
option 'listen', 'ADDRESS', 'the address, 127.0.0.1 by default; any that is not loopback asks clients for the token'
option 'host', 'NAME,...', 'host names by which clients may ask it, beside addresses and localhost'
option 'token', 'asks clients for the token on loopback too: serve/token under the state folder, or ORCH_TOKEN_FILE'

if (args) {
    reject "serve takes no '${args[0]}'", 'stacks are named by --keep FILE'
}
serve options
