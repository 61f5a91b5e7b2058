[assembly: AssemblyFixture(typeof(Guzhang.Testing.TestTokens))]
