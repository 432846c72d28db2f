package it;

/** Compiles where the library's attached jar is found. */
class UsesFixture {
  final String expected = Fixture.EXPECTED;
}
