using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PSSsl.Tools.Mutation;

/// <summary>
/// Puts every mutant of a file beside the code that it changes: comparisons get another operator, "and" becomes "or", conditions are turned
/// round. What declares variables cannot stand there twice, and constants cannot call anything: both are left as they are.
/// </summary>
internal sealed class Mutator : CSharpSyntaxRewriter
{
    /// <summary>The method that tells whether a mutant is on.</summary>
    private const string Switch = "global::PSSsl.MutantSwitch.Is";

    private static readonly Dictionary<SyntaxKind, SyntaxKind> s_comparisons = new()
    {
        [SyntaxKind.LessThanExpression] = SyntaxKind.LessThanOrEqualExpression,
        [SyntaxKind.LessThanOrEqualExpression] = SyntaxKind.LessThanExpression,
        [SyntaxKind.GreaterThanExpression] = SyntaxKind.GreaterThanOrEqualExpression,
        [SyntaxKind.GreaterThanOrEqualExpression] = SyntaxKind.GreaterThanExpression,
        [SyntaxKind.EqualsExpression] = SyntaxKind.NotEqualsExpression,
        [SyntaxKind.NotEqualsExpression] = SyntaxKind.EqualsExpression,
        [SyntaxKind.LogicalAndExpression] = SyntaxKind.LogicalOrExpression,
        [SyntaxKind.LogicalOrExpression] = SyntaxKind.LogicalAndExpression,
    };

    private readonly string _file;
    private readonly List<Mutant> _mutants;

    internal Mutator(string file, List<Mutant> mutants)
    {
        _file = file;
        _mutants = mutants;
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var inner = (BinaryExpressionSyntax)base.VisitBinaryExpression(node)!;
        if (!s_comparisons.TryGetValue(node.Kind(), out SyntaxKind other) || !MayChange(node))
            return inner;
        ExpressionSyntax changed = BinaryExpression(other, inner.Left, inner.Right);
        return Either(node, inner, changed, BinaryExpression(other, node.Left, node.Right).NormalizeWhitespace().ToString());
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        var inner = (PrefixUnaryExpressionSyntax)base.VisitPrefixUnaryExpression(node)!;
        return node.IsKind(SyntaxKind.LogicalNotExpression) && MayChange(node) ? Either(node, inner, inner.Operand, node.Operand.ToString())
            : inner;
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        SyntaxKind other = node.Kind() switch
        {
            SyntaxKind.TrueLiteralExpression => SyntaxKind.FalseLiteralExpression,
            SyntaxKind.FalseLiteralExpression => SyntaxKind.TrueLiteralExpression,
            _ => SyntaxKind.None,
        };
        return other != SyntaxKind.None && MayChange(node)
            && node.Parent is not (SwitchExpressionArmSyntax { WhenClause: not null } or IsPatternExpressionSyntax or ConstantPatternSyntax)
            ? Either(node, node, LiteralExpression(other), other == SyntaxKind.TrueLiteralExpression ? "true" : "false")
            : node;
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var inner = (IfStatementSyntax)base.VisitIfStatement(node)!;
        if (!MayChange(node.Condition) || node.Condition is BinaryExpressionSyntax or PrefixUnaryExpressionSyntax)
            return inner;
        ExpressionSyntax negated = PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(inner.Condition));
        return inner.WithCondition((ExpressionSyntax)Either(node.Condition, inner.Condition, negated, $"!({node.Condition})"));
    }

    private static bool MayChange(SyntaxNode node) =>
        !node.DescendantNodesAndSelf().Any(n => n is SingleVariableDesignationSyntax or ParenthesizedVariableDesignationSyntax)
        && !node.Ancestors().Any(a => a is AttributeSyntax or ParameterSyntax or PatternSyntax
            || (a is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
            || (a is LocalDeclarationStatementSyntax local && local.Modifiers.Any(SyntaxKind.ConstKeyword)));

    private ParenthesizedExpressionSyntax Either(SyntaxNode at, ExpressionSyntax before, ExpressionSyntax after, string text)
    {
        int number = _mutants.Count + 1;
        _mutants.Add(new Mutant(number, _file, at.GetLocation().GetLineSpan().StartLinePosition.Line + 1, at.ToString(), text));
        InvocationExpressionSyntax isOn = InvocationExpression(ParseExpression(Switch))
            .AddArgumentListArguments(Argument(LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(number))));
        return ParenthesizedExpression(ConditionalExpression(
            isOn.WithTrailingTrivia(Space), ParenthesizedExpression(after.WithoutTrivia()),
            ParenthesizedExpression(before.WithoutTrivia())))
            .WithTriviaFrom(before);
    }
}
