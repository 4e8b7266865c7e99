#pragma once

#include "core/host/host.h"
#include "core/identity/identityselector.h"

#include <QList>
#include <QString>

namespace signet {

// Where the Terraform provider and this program behave differently on the same machine, so that one gets a
// token and the other does not. Applies to the provider from 1.11 on, which leaves finding the endpoint to
// MSAL; read in the public sources of both, not run against the services.
struct ProviderDifference {
    enum class Kind {
        AuthorityHostIgnored, // AZURE_POD_IDENTITY_AUTHORITY_HOST moves our request only
        AsksNodeOfPod, // a pod with workload identity: the provider takes an identity of the node
        AutomationHeaderMissing, // the provider leaves out the header that Automation wants
        CertificateRefused, // the provider does not know the certificate of Service Fabric
        AgentNotFound, // the provider looks for the Arc agent elsewhere
        SelectorRefused, // the provider takes no client id with this source
        SecretWouldLeave, // the provider would send the secret to another machine
        AsksMetadataService, // a service without its variables: the provider asks an address that is not
                             // there
        CallsItMachineLearning, // the older App Service: the provider adds Azure ML's default client id
    };
    Kind kind = Kind::AuthorityHostIgnored;
    QString what; // the variable or file that it comes from
    QString host = {}; // that the secret would go to, of SecretWouldLeave
};
// "authority-host-ignored" ...
QLatin1StringView toString(ProviderDifference::Kind kind);

// Pure: of the variables and files of this machine, when an identity is asked for by this selector.
QList<ProviderDifference> providerDifferences(const Host &host, const IdentitySelector &selector);

} // namespace signet
