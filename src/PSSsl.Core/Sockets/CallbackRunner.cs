using System;
using System.Threading;

namespace PSSsl.Sockets;

/// <summary>Runs the user's code on the thread that may run it and waits for the answer.</summary>
/// <param name="function">The user's code.</param>
/// <param name="cancellationToken">Ends the wait.</param>
internal delegate object? CallbackRunner(Func<object?> function, CancellationToken cancellationToken);
