using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Guzhang.Testing.TestTokens))]
[assembly: TestCollectionOrderer(typeof(Guzhang.Resilience.Tests.Staging.LongestFirst))]

namespace Guzhang.Resilience.Tests.Staging;

/// <summary>Outages take longest by far: begun last, they would run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(c => c.TestCollectionDisplayName.Contains(nameof(OutageTests), StringComparison.Ordinal))];
}
