#pragma once

#include <QRegularExpression>
#include <QString>
#include <QStringList>

// In the pseudo-language (core/language/pseudotranslator.h), what has no accents was not translated.

// What is the same in every language: names of this world, of products and of their parts, and words of code.
inline const QStringList &namesOfThisWorld()
{
    static const QString all = QStringLiteral(
        "Signet Azure DevOps Entra ID Microsoft Terraform OpenTofu CLI JSON GUID URI Managed Identity "
        "contoso Contoso Fabrikam Fiber Payroll Jane Doe John Roe jane example vm build id terraform rg "
        "subscription "
        "Basic Stakeholder Test Plans Readers Contributors Build Administrators Project Collection Valid "
        "Users "
        "service connections User library Creator environments agent queues "
        "bash fish powershell PowerShell cmd dotenv azure pipelines github actions gitlab ci systemd docker "
        "terragrunt pulumi tf hcl json txt providers main required_providers provider azuredevops "
        "default "
        // Names of services, a scenario of the sandbox, and values as a configuration spells them.
        "Resource Manager Graph healthy true false "
        "HTTP HTTPS GET POST PUT PATCH DELETE ms MIT ");
    static const QStringList list = all.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return list;
}

// The words that are not translated, without ids, addresses, paths, numbers and names. In a text that is,
// every word has accents, so that a fragment is found in the middle of a sentence, too.
inline QString untranslated(QString text)
{
    using namespace Qt::StringLiterals;
    text.remove(QChar(0x200B)).remove(QLatin1Char('&')).remove(QLatin1Char('~'));
    // What Azure DevOps itself answered is quoted as it came, and what is written into a configuration is the
    // same for everybody who works on it.
    static const QRegularExpression quoted(u"\\bTF\\d+: .*|^\\s*[+-]?\\s*#.*"_s);
    text.remove(quoted);
    static const QRegularExpression addresses(
        u"https?://\\S+|[^\\s⟦⟧]+[.=@-][^\\s⟦⟧]+|[^\\s⟦⟧]*[\\\\/_{}\\[\\]<>][^\\s⟦⟧]*|[0-9a-f]+…[0-9a-f]+"
        "|\\b[A-Z0-9_]{2,}\\b"_s);
    text.replace(addresses, u" "_s);
    QStringList words;
    static const QRegularExpression word(u"(?<!\\p{L})[A-Za-z]{2,}(?!\\p{L})"_s);
    for (auto match = word.globalMatch(text); match.hasNext();) {
        const QString one = match.next().captured();
        if (!namesOfThisWorld().contains(one))
            words.append(one);
    }
    return words.join(QLatin1Char(' '));
}
