using System.Text;

namespace PSSsl.Commands.Arguments;

/// <summary>PEM that comes down the pipeline among host names: whole, or line by line as Get-Content gives it.</summary>
internal sealed class PemLines
{
    private const string Begin = "-----BEGIN ";
    private const int MostCharacters = 16 * 1024 * 1024;

    private readonly StringBuilder _text = new();

    internal bool Any => _text.Length > 0;

    /// <summary>Takes a text if it is PEM, or comes after a line of PEM.</summary>
    /// <returns>False if it is a host's name.</returns>
    /// <exception cref="SslException">There is more of it than any file of certificates has.</exception>
    internal bool Take(string text)
    {
        if (!Any && text.IndexOf(Begin, System.StringComparison.Ordinal) < 0)
            return false;
        if (_text.Length + text.Length > MostCharacters)
            throw SslException.Configuration(SslErrorCode.FileContent, "The input from the pipeline is larger than 16 MiB.",
                "Pipe certificates in PEM or DER.");
        _text.Append(text).Append('\n');
        return true;
    }

    internal byte[] ToBytes() => Encoding.ASCII.GetBytes(_text.ToString());
}
