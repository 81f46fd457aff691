{{/* Name of the application, as it stands in labels. */}}
{{- define "lifeboat.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Name of the objects. Cut at 47 characters, so that -leader-election still fits into 63. */}}
{{- define "lifeboat.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 47 | trimSuffix "-" }}
{{- else if contains (include "lifeboat.name" .) .Release.Name }}
{{- .Release.Name | trunc 47 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "lifeboat.name" .) | trunc 47 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "lifeboat.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "lifeboat.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* What a selector may rest on: never changes over the life of a release. */}}
{{- define "lifeboat.selectorLabels" -}}
app.kubernetes.io/name: {{ include "lifeboat.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "lifeboat.labels" -}}
{{ include "lifeboat.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: lifeboat
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Reference of an image: (dict "root" $ "image" .Values.operator.image). A digest wins over a tag. */}}
{{- define "lifeboat.image" -}}
{{- $image := .image -}}
{{- $repository := $image.repository -}}
{{- with .root.Values.imageRegistry -}}
{{- $repository = printf "%s/%s" (trimSuffix "/" .) $repository -}}
{{- end -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .root.Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end }}

{{/* More than one replica: all but the holder of the Lease stand by. */}}
{{- define "lifeboat.leaderElection" -}}
{{- if gt (int .Values.replicas) 1 }}true{{ end }}
{{- end }}

{{/* How the pods of agent Jobs are recognized; the operator labels them so in every namespace. */}}
{{- define "lifeboat.agentLabels" -}}
app.kubernetes.io/part-of: lifeboat
app.kubernetes.io/component: agent
{{- end }}

{{/* Name resolution, without which the other egress rules are of no use. */}}
{{- define "lifeboat.dnsEgress" -}}
- to:
    - namespaceSelector: {}
      podSelector:
        matchLabels:
          k8s-app: kube-dns
  ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}

{{/* The operator's settings, each an option of its command line; lifeboat-operator --help explains them. */}}
{{- define "lifeboat.environment" -}}
{{- with .Values.namespaces }}
- name: LIFEBOAT_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
- name: LIFEBOAT_AGENT_IMAGE
  value: {{ include "lifeboat.image" (dict "root" . "image" .Values.agent.image) | quote }}
- name: LIFEBOAT_AGENT_IMAGE_PULL_POLICY
  value: {{ .Values.agent.image.pullPolicy | quote }}
- name: LIFEBOAT_AGENT_CPU
  value: {{ .Values.agent.cpu | quote }}
- name: LIFEBOAT_AGENT_MEMORY
  value: {{ .Values.agent.memory | quote }}
- name: LIFEBOAT_LISTEN
  value: 0.0.0.0:8080
{{- if include "lifeboat.leaderElection" . }}
- name: LIFEBOAT_LEADER_ELECTION
  value: {{ .Release.Namespace | quote }}
{{- end }}
- name: JDK_JAVA_OPTIONS
  value: {{ .Values.operator.javaOptions | quote }}
{{- with .Values.operator.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}
