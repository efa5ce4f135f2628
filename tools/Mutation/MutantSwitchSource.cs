namespace PSSsl.Tools.Mutation;

/// <summary>The code that turns mutants on in the copy, by an environment variable, and writes down which of them were come by.</summary>
internal static class MutantSwitchSource
{
    internal static string Of(int count) => $$"""
        namespace PSSsl
        {
            internal static class MutantSwitch
            {
                private static readonly int s_on =
                    int.TryParse(System.Environment.GetEnvironmentVariable("PSSSL_MUTANT"), out int n) ? n : 0;
                private static readonly bool[] s_reached = Watch();

                internal static bool Is(int number)
                {
                    s_reached[number] = true;
                    return s_on == number;
                }

                private static bool[] Watch()
                {
                    var reached = new bool[{{count + 1}}];
                    string? file = System.Environment.GetEnvironmentVariable("PSSSL_MUTANTS_REACHED");
                    if (!string.IsNullOrEmpty(file))
                    {
                        System.AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                        {
                            var lines = new System.Collections.Generic.List<string>();
                            for (int i = 1; i < reached.Length; i++)
                                if (reached[i])
                                    lines.Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
                            System.IO.File.WriteAllLines(file, lines);
                        };
                    }

                    return reached;
                }
            }
        }
        """;
}
