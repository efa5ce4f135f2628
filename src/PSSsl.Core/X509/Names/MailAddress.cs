namespace PSSsl.X509.Names;

/// <summary>The form of a mailbox in a certificate (RFC 5280, 4.2.1.6; RFC 5321, 4.1.2): something, one @, something.</summary>
internal static class MailAddress
{
    /// <summary>Whether there is one @ in it and something on both sides. One in quotation marks belongs to what is before it.</summary>
    internal static bool IsMailbox(string text)
    {
        int at = -1;
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\')
                i++;
            else if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == '@' && !quoted && at < 0)
                at = i;
            else if (text[i] == '@' && !quoted)
                return false;
        }

        return !quoted && at > 0 && at < text.Length - 1;
    }
}
