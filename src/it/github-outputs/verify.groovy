import com.fasterxml.jackson.databind.ObjectMapper
import io.github.imagemaven.ci.GitHubRunner
import io.github.imagemaven.it.Registries

def outputs = { GitHubRunner.outputs(new File(basedir, "target/output-$it").toPath()) }
def summary = { new File(basedir, "target/summary-$it").text }
def runs = new File(basedir, 'build.log').bytes
def commands = GitHubRunner.commands(runs)

// Keyed by image, and the same facts as in publication.json.
def first = outputs(1)
def images = new ObjectMapper().readTree(first.images)
long sent = 0
for (name in ['orders', 'billing']) {
  def publication = Registries.json(basedir, "$name/target/image/publication.json")
  def digest = publication.get('digest').asText()
  sent += publication.get('destinations').get(0).get('uploadedBytes').asLong()
  assert first["digest_$name" as String] == digest
  assert images.get(name).get('digest').asText() == digest
  assert images.get(name).get('published').asBoolean()
}
assert first.digest == first.digest_orders : 'plain names are of the first module'
assert first.uploaded_bytes == sent.toString()
assert first.published == 'true'
assert first.tags == '1.2.3\nlatest'
assert first.is_release == 'true'
def matrix = new ObjectMapper().readTree(first.matrix).get('include')
assert matrix.get(1).get('buildPlatforms').asText() == 'linux/arm64'
assert matrix.get(1).get('runner').collect { it.asText() } == ['self-hosted', 'arm']

// One summary of both.
assert summary(1).count('## Container images\n') == 1
assert summary(1).count('### `orders`') == 1
assert summary(1).count('### `billing`') == 1
assert !summary(1).contains('Not published')

// A dry run that would be refused.
assert outputs(2).published == 'false'
assert outputs(2).uploaded_bytes == '0'
assert summary(2).count('## Container images\n') == 1
assert summary(2).contains('The build failed')
assert summary(2).count('**Not published.**') == 2

// Whole lines, one for a warning that both modules have, one for each failure; none of the third run.
assert commands.findAll { it.name() == 'warning' && it.data().contains('image.tagg') }.size() == 1
def errors = commands.findAll { it.name() == 'error' }
assert errors.size() == 2
assert errors.every { it.properties().title == 'IMG-4 (publication)' && it.data().contains('1.2.3') }

assert new File(basedir, 'target/output-3').length() == 0
assert new File(basedir, 'target/summary-3').length() == 0
return true
