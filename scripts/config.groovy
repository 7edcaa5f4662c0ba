describe 'the stack of Compose files in its canonical form: as YAML, or JSON with --json'
option 'services', 'only the names of its services'
option 'images', 'only its images'
option 'volumes', 'only the names of its volumes'
option 'profiles', 'only the profiles that services name'
option 'environment', 'only the variables that the files see'
option 'no-interpolate', 'variables stay as they are written'

def config = composeConfig(interpolate: !options.noInterpolate)
def part = ['services', 'images', 'volumes', 'profiles', 'environment'].find { options[it] }
show part ? config.only(part) : config
