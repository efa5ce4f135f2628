namespace PSSsl.Tools.HelpBuilder;

/// <summary>
/// Where <c>Get-Help -Online</c> leads: to a cmdlet's page where the project is at home, or else to where the module is published.
/// </summary>
/// <param name="Project">The project's address; empty if it is not known.</param>
internal sealed record OnlinePages(string Project)
{
    private const string Gallery = "https://www.powershellgallery.com/packages/PSSsl";

    internal HelpLink Of(string command) =>
        new("Online Version:", Project.Length == 0 ? Gallery : $"{Project.TrimEnd('/')}/blob/HEAD/docs/help/{command}.md");
}
