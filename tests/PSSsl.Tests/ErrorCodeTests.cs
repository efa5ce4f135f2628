using Xunit;

namespace PSSsl.Tests;

public class ErrorCodeTests
{
    /// <summary>The manual's constants are OpenSSL's: SSL_ERROR_WANT_READ and SSL_ERROR_WANT_WRITE.</summary>
    [Fact]
    public void WantReadAndWantWriteHaveOpenSslsValues()
    {
        Assert.Equal(2, (int)SslErrorCode.WantRead);
        Assert.Equal(3, (int)SslErrorCode.WantWrite);
    }
}
