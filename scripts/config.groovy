describe 'the stack as a Compose file in its canonical form: YAML, JSON with --json, a script with --groovy'
option 'services', 'only the names of its services'
option 'images', 'only its images'
option 'volumes', 'only the names of its volumes'
option 'profiles', 'only the profiles that services name'
option 'environment', 'only the variables that the files see'
option 'groovy', 'as a script of the DSL, with paths relative to the folder of its file'
option 'no-interpolate', 'variables stay as they are written'

def config = composeConfig(interpolate: !options.noInterpolate)
def part = ['services', 'images', 'volumes', 'profiles', 'environment'].find { options[it] }
if (options.groovy) {
    print config.script
} else {
    show part ? config.only(part) : config
}
