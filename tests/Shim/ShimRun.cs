using System.IO;

namespace PSSsl.Shim;

/// <summary>One test: a connection, and as many resumptions of it as are wanted.</summary>
public static class ShimRun
{
    /// <summary>What the runner takes for "cannot do that".</summary>
    private const int NotImplemented = 89;

    /// <summary>Runs a test.</summary>
    /// <param name="arguments">The runner's.</param>
    /// <param name="output">For the one question that is answered with a word.</param>
    /// <param name="errors">Why it failed.</param>
    /// <returns>0, 1 for a failure, 89 for a test of what the engine does not have.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            var reader = new OptionReader(arguments);
            if (reader.Initial.AsksForHandshaker)
            {
                output.WriteLine("No");
                return 0;
            }

            using var sessions = new SessionStore();
            for (int i = 0; i <= reader.Initial.ResumeCount; i++)
                new Exchange(i == 0 ? reader.Initial : reader.Resume, sessions, isResumption: i > 0).Run();
            return 0;
        }
        catch (NoCounterpartException e)
        {
            errors.WriteLine(e.Message);
            return NotImplemented;
        }
        catch (ShimFailureException e)
        {
            errors.WriteLine(e.Message);
            return 1;
        }
    }
}
