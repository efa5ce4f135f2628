using System;
using PSSsl.Shim;

// What BoringSSL's test runner starts for each of its tests: docs/conformance.md tells what came of them.
return ShimRun.Run(args, Console.Out, Console.Error);
