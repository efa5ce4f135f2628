using System;

namespace PSSsl.Framework;

/// <summary>
/// The build for Windows PowerShell, used as that would use it but for the shell, on a runtime that is a .NET Framework: tests run it under
/// Mono. It prints what it sees; the tests know what that must be.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args.Length > 0 ? args[0] : string.Empty)
        {
            case "both":
                BothEnds.Run();
                return 0;
            case "faults":
                Faults.Run();
                return 0;
            case "updown":
                UpAndDown.Run();
                return 0;
            case "files" when args.Length == 2:
                Files.Run(args[1]);
                return 0;
            case "connect" when args.Length == 4:
                WithPeer.Connect(args[1], args[2], args[3]);
                return 0;
            case "serve" when args.Length == 3:
                WithPeer.Serve(args[1], args[2]);
                return 0;
            default:
                Console.Error.WriteLine(
                    "usage: PSSsl.Framework both | faults | updown | files FOLDER | connect PORT FINGERPRINT VERSION | serve KIND "
                        + "AUTHORITYFILE");
                return 64;
        }
    }
}
