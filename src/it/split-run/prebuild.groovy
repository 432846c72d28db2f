import io.github.imagemaven.it.Registries

def registries = Registries.start(basedir)
context.put('registries', registries)
Registries.properties(basedir, ['image.registries': registries.both()])

new File(basedir, '.gitignore').text = ['amd', 'arm', 'early', 'join', 'again', 'one', 'target', 'real-registry', 'output', 'summary', '*.log'].join('\n')
['output', 'summary'].each { new File(basedir, it).text = '' } // as the runner makes them
def git = { String... arguments ->
  def command = ['git', '-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgSign=false', *arguments]
  def builder = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true)
  builder.environment().put('GIT_COMMITTER_DATE', '2026-11-24T08:00:00Z')
  def process = builder.start()
  def output = process.inputStream.text
  assert process.waitFor() == 0 : output
}
git('init', '-q', '-b', 'main')
git('add', 'pom.xml', 'library', 'orders', 'billing', 'legacy', '.gitignore')
git('commit', '-q', '-m', 'first')
return true
