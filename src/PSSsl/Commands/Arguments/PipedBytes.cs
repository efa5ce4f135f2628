using System.Collections.Generic;

namespace PSSsl.Commands.Arguments;

/// <summary>The bytes of a file that come down the pipeline one by one, as PowerShell takes arrays apart there.</summary>
internal sealed class PipedBytes
{
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly List<byte> _bytes = new();

    internal bool Any => _bytes.Count > 0;

    /// <exception cref="SslException">There are more of them than any file of certificates has.</exception>
    internal void Take(byte one)
    {
        if (_bytes.Count == MostBytes)
            throw SslException.Configuration(SslErrorCode.FileContent, "The input from the pipeline is larger than 16 MiB.",
                "Pipe certificates in PEM or DER.");
        _bytes.Add(one);
    }

    internal byte[] ToArray() => _bytes.ToArray();
}
