def isInstalled = System.getenv('PATH').split(File.pathSeparator).any { folder ->
  ['git', 'git.exe'].any { new File(folder, it).canExecute() } }
assert isInstalled || System.getenv('IMAGE_REQUIRE_PEERS') != 'true' : 'git is required and not installed'
return isInstalled
