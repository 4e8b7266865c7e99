#include "core/terraform/configurationedit.h"
#include "core/terraform/environmentfile.h"
#include "core/terraform/explanation.h"
#include "core/terraform/versionconstraint.h"

#include <cstdio>
#include <cstdlib>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

void require(bool holds, const char *what, const QByteArray &text)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n%s\n", what, text.constData());
    std::abort();
}

FileImage fileOf(const QByteArray &text)
{
    FileImage file;
    file.text = text;
    return file;
}

const QByteArray sound = "terraform {\n  required_providers {\n    azuredevops = {\n"
                         "      source = \"microsoft/azuredevops\"\n    }\n  }\n}\n"
                         "variable \"id\" {\n  type = string\n}\n"
                         "provider \"azuredevops\" {\n  client_id = var.id\n}\n";

} // namespace

// The first byte says which file of a configuration the rest is. Whatever it holds, the configuration is read
// and judged; an edit that is offered gives files without a fault, after which nothing is left to do.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    if (size == 0)
        return 0;
    static const QStringList names{u"main.tf"_s,          u"main.tf.json"_s,       u"main_override.tf"_s,
                                   u"terraform.tfvars"_s, u"x.auto.tfvars.json"_s, u".terraform.lock.hcl"_s,
                                   u"main.tofu"_s};
    const QByteArray text(reinterpret_cast<const char *>(data + 1), qsizetype(size) - 1);
    const QString name = names.at(data[0] % names.size());

    if (const auto variables = parseEnvironmentFile(u"x.env"_s, text); variables)
        require(variables->size() <= text.count('\n') + 1, "more variables than lines", text);
    const QString words = QString::fromUtf8(text.left(200));
    if (const auto constraint = VersionConstraint::parse(words); constraint)
        constraint->newestOf(ProviderVersion::knownReleases());

    HostImage image;
    const bool whole = name.startsWith("main.t"_L1);
    if (!whole)
        image.files.insert(u"/w/sound.tf"_s, fileOf(sound));
    image.files.insert(u"/w/"_s + name, fileOf(text));
    const Host host = Host::from(image);
    const auto explanation = explainConfiguration(host, host, u"/w"_s, {});
    require(bool(explanation), "not read at all", text);

    ConfigurationWish wish;
    wish.settings.organizationUrl = u"https://dev.azure.com/contoso"_s;
    const auto edit = planConfigurationEdit(*explanation, host, wish);
    if (!edit) {
        const auto entries = host.entries(u"/w"_s);
        for (const QString &file : *entries)
            require(!file.endsWith("signet-backup"_L1), "a plan has written", text);
        return 0;
    }
    require(explanation->configuration.faults.isEmpty(), "an edit in spite of a fault", text);
    require(bool(writeConfigurationEdit(host, *edit)), "not written", text);
    const auto after = readConfiguration(host, u"/w"_s);
    require(bool(after) && after->faults.isEmpty(), "the edit has made a fault", edit->diff());
    return 0;
}
