@{
    Crashes = @{
        "Wine's crypt32 reads beyond a key usage without bits" = @('BrokenCertificates.Tests.ps1: is a key usage of no use')
    }
    Both = @{
    }
    'net8.0' = @{
    }
    'netstandard2.0' = @{
    }
}
