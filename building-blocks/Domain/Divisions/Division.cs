namespace Guzhang.Domain;

/// <summary>An administrative division: 2 digits for a province, 4 a prefecture, 6 a county, 9 a town, 12 a village.</summary>
public sealed record Division(string Code, string Name);
