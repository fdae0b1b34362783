"""Words that say the same in a policy: one group a line, and what a wider word in the text bears. Data for `wording`.

Written by hand for the language of terms, policies and notices at large; tuned on data/gate and tests/meaning. A phrase is
written with underscores. A word may stand in several groups. Groups are kept narrow where an analysis goes wrong in
practice: ending an account is not suspending it, a regulator is not a court, a prompt is not an output.
"""

from __future__ import annotations

GROUPS = """
instruct: instruct instruction instructions direct direction say_so
notify: learn_of notify notification notice tell told inform informed warn warning announce announcement alert advise hear hear_back let_know post communicate message
advance: advance prior ahead beforehand before first earlier previous
original: original first initial
answer: answer respond response reply hear_back react
terminate: terminate termination end ending ended close closing closure cut_off cancel cancellation revoke withdraw_access walk_away leave discontinue take_away taking_away shut lose_access lose_account lose_their_account lose_your_account
suspend: suspend suspension freeze pause cut_off interrupt
restrict: restrict restriction limit limitation throttle slow_down curb
remove: remove removal take_down takedown delete deletion erase disappear hide strip unlink undo undone wipe clear
ban: ban banned bar barred block exclude kick
prohibited: prohibit prohibition prohibited forbid forbidden ban bar barred not_allowed disallow off_limits illegal unlawful not_permitted kept_out
allow: allow permit permission let authorise authorize authorization authorisation approve approval consent agree agreed license yes say_yes sign_off green_light grant
consent: consent agree agreed agreement permission authorization authorise authorize approval acceptance accept
cancel: cancel cancellation withdraw withdrawal back_out change_mind revoke quit get_out drop unsubscribe
refund: refund refundable reimburse money_back get_back give_back come_back paid_back return repay
nonrefundable: non-refundable not_refundable not_refunded refund refundable
price: price fee charge cost rate pricing amount payment
pay: pay paid payment payable spend fee prepayment pre-payment owe money
buy: buy bought purchase purchased order acquire pay product
charge: charge bill billing invoice collect debit
invoice: invoice bill
late: late overdue past_due behind
subscription: subscription subscribe plan membership subscriber term
renew: renew renewal continue go_on roll_over prolong
period: period term duration time window length
run: run current running ongoing
change: change changes modify modification amend amendment update alter revise move vary adjust changing
greater: greater higher more larger whichever_is_greater most_of max maximum exceed
lesser: lesser lower less smaller ceiling whichever_is_less whichever_is_lower at_most
liability: liability liable owe due responsible responsibility accountable
limit: limit limited cap capped ceiling exceed maximum most at_most no_more
damage: damage loss losses harm injury cost hurt
indemnify: indemnify indemnification indemnity hold_harmless cover defend reimburse compensate pay make_good
claim: claim lawsuit sue suit case proceedings legal_action dispute action complaint
dispute: dispute disagreement challenge contest claim undisputed complaint conflict object uncontested not_contest
court: jurisdiction venue court courts sue suing tribunal judge litigation
arbitration: arbitration arbitrate arbitrator
local: local home where_they_live where_you_live of_residence residence domestic country nation national state
reside: resident reside live living based residence domicile
eu: eu european_union europe european
uk: uk united_kingdom british britain
usa: us usa united_states american america u.s
law: law laws legal legally statute legislation lawful lawfully regulation legal_requirement applicable_law unlawful illegal
unlawful: unlawful illegal illicit prohibited_by_law legally_prohibited against_the_law
government: government governmental state public_sector public_body
authority: authority authorities
police: police law_enforcement policing investigators
report: report pass_on tell refer hand pass disclose
disclose: disclose disclosure share pass_on reveal hand_over hand-over give provide pass transfer release send show tell
share: share disclose give provide pass transfer send lend pass_on hand get receive lending available access
sell: sell sale resell resale sold selling trade market
transfer: transfer send sent move export pass
collect: collect collection gather receive obtain get
store: store storage keep kept retain retention hold held hang_on archive preserve save host stored stay
use: use used using usage utilize utilise utilization employ process exploit apply
process: process processing handle treat use
access: access read see look_at view open reach log_in get_into enter
read: read see view look access review
display: display show exhibit present
improve: improve better enhance develop
develop: develop build create make design construct developing write
create: create make generate produce develop build made creating generation
train: train training teach learn fine-tune
model: model llm ai
ai: ai artificial_intelligence machine_learning automated machine algorithm chatbot bot model
automated: automated automatic automatically automation bots scripts programmatically by_itself by_themselves alone robot without_human_supervision
extract: extract scrape scraping extraction harvest
human: human person people natural_person individual someone somebody manual
supervision: supervision oversight review check checking supervise human_in_the_loop monitor looked_at alone by_itself
review: review check checked checking look_at examine reassess look evaluate assess inspect moderation recheck
appeal: appeal challenge contest review object
verify: verify verification confirm confirmation check
input: input prompt prompts submission what_you_type what_you_put_in put_in put_into what_you_submit query typed upload type
output: output outputs response answer answers result reply creation generated_content what_comes_back comes_back get_back give_back get_out_of produces get says
content: content material materials data upload chat chats conversation conversations input output prompt answers
upload: upload uploads submit post put_up content
conversation: conversation conversations chat chats message discussion dialogue talk talking interact
data: data information details record records
personal: personal personally_identifiable private
sensitive: sensitive special_category confidential
confidential: confidential confidentiality secret secrecy private keep_quiet
login: login log-in credentials password account
username: username user_name handle
link: link linked url
account: account login profile
settings: setting settings preferences controls panel menu
optout: opt_out opt-out opting_out opted_out opted-out switched_off switch_off turn_off turned_off disable object unsubscribe not_take_part
optin: opt_in opt-in opted_in opting_in chosen_to_take_part take_part enrol enroll participate agreed
flag: flagged flag marked reported
feedback: feedback thumbs rating comment
safety: safety safe security
security: security safety secure
breach: breach violate violation break broke infringe infringement contravene fail_to_comply incident
incident: incident breach violation
serious: serious seriously material materially significant significantly substantial substantially severe major important grave
material: material materially significant significantly important major serious substantial big
adverse: adverse adversely detrimental negatively disadvantage disadvantageous harm worse harmful bad
impact: impact affect effect influence consequence detriment
manifest: manifestly clearly obviously plainly evidently
unfounded: unfounded baseless groundless
repeat: repeatedly repeat repeated often time_and_again number_of
remedy: remedy cure cured fix fixed put_right put_things_right repair correct
reason: reason reasons why ground grounds cause basis
noreason: for_convenience without_giving_a_reason without_stating_the_reason without_cause without_reason say_why saying_why giving_a_reason
either: either each both neither
party: party side
necessary: necessary need needed require required essential must call_for calls_for
must: must shall required require obliged obligation obligatory mandatory need needs has_to have_to duty responsible bound
immediate: immediate immediately straight_away at_once instantly right_away directly now straightaway
prompt: prompt promptly quickly soon without_undue_delay without_delay speedily
delay: delay late wait
deadline: within no_later_than by before deadline in_time
effective: effective effect apply applies come_into_effect take_effect come_into_force bite bites force start
posted: post posted publish published goes_up put_up
days: day days daily
month: month months monthly
year: year years yearly annual annually yearly
date: date day time
expire: expire expiry expiration lapse run_out end ended expired
unused: unspent not_used unused not_spent unclaimed idle
credit: credit credits
young: under minor younger child teen
child: child children minor minors kid kids underage under-18s young_person
age: age old older year years aged
parent: parent parents guardian guardians legal_guardian
teen: teen teenager teenage teens
family: family friend friends relative relatives spouse
anyone: anyone anybody anyone_else others other_person someone_else everybody everyone another
nobody: nobody no-one no_one neither not
recipient: recipient receiver receive
employee: employee employees staff personnel worker workforce
employer: employer
job: job employment hire hiring employ work recruit recruitment applicant
loan: loan lend lending credit borrow finance financial
health: health healthcare medical medicine medically wellness care clinical
housing: housing house rent tenancy home
insurance: insurance insure insurer
education: education educational academic
finance: finance financial money banking
diet: diet nutrition food eating
legaladvice: legal law lawyer lawyers attorneys
lawyer: lawyer lawyers attorney attorneys counsel
fees: fees expenses costs cost
qualified: qualified licensed license trained certified competent professional expert
professional: professional expert specialist practitioner
advice: advice guidance advise tips recommendation counselling
decide: decide decision decisions decided determine determination choose
decision: decision choice decide
choice: choice choose discretion option elect sole_discretion select up_to
discretion: discretion choice reserve likes whenever_it_likes choose
keepitself: reserve keep retain
important: important consequential high-risk high-stakes major
irreversible: irreversible permanent final
permanent: permanent permanently forever perpetual without_end endless indefinite indefinitely no_end
royaltyfree: royalty-free royalty_free without_payment free no_payment no_royalty
binding: binding legally_binding bind legal_commitment legal_commitments
contract: contract agreement terms commitment deal
agreement: agreement terms contract
terms: terms agreement contract rules conditions policy
customer: customer client subscriber buyer
business: business businesses company companies commercial organisation organization enterprise corporate firm work professional
consumer: consumer consumers individual
user: user users end_user end-user end_users person people individual those
developer: developer developers programmer builder
admin: administrator administrators admin admins administers administer
workspace: workspace account organisation enterprise team
subprocessor: subprocessor subprocessors sub-processor sub-processors
affiliate: affiliate affiliates subsidiary subsidiaries group_company
merchant: merchant shop seller store retailer vendor
thirdparty: third_party third_parties third-party outside outsider other_companies somebody
provider: provider supplier vendor company
processor: processor processors payment_processor process
auditor: auditor auditors audit audits inspection inspections
audit: audit inspection inspect
employer_admin: administrator employer
competitor: competitor competitors rival rivals compete competes competing competitive
researcher: researcher researchers research academic academics scientific
journalist: journalist journalists press reporter
reviewer: reviewer reviewers moderators human_reviewers trained_reviewers reviews
reverse: reverse_engineer decompile disassemble
aiagent: ai_agent agent agents
chatbot: chatbot chatbots bot bots assistant machine
jailbreak: jailbreak jailbreaking bypass circumvent
weapon: weapon weapons arms explosives
surveil: surveillance track tracking monitor follow spy observe target
location: location where whereabouts place physical_location go
emotion: emotion emotions emotional feel feeling feelings mood
infer: infer inference deduce guess recognition recognise recognize
secretly: covert covertly secret secretly hidden
record: record recording recordings tape
impersonate: impersonate impersonation pretend pretending pose
election: election elections vote campaign
official: official officials
sexual: sexual sexually porn pornographic
image: image images picture pictures photo photos
threat: threat threats danger endanger endangers risk threaten threatening puts_at_risk
risk: risk endanger endangers danger hazard
life: life death alive
emergency: emergency emergencies urgent urgency
urgent: urgent emergency immediately immediate rare
detect: detect detects detected pick_up find spot notice discover aware become_aware
aware: aware learn learns learning know knowledge discover become_aware told
misuse: misuse misused unauthorised_use unauthorized_use abuse abusive unauthorised unauthorized
abuse: abuse abusive misuse
tell_secret: keep_secret secret
host: host hosting store
licence: licence license right
own: own owns ownership owned yours belong belongs property mine remain keep claim
right: right rights entitled entitle free may
keep: keep retain remain stay hold
accurate: accurate accuracy correct true
promise: promise promises guarantee guarantees warranty warrant assure commit undertake
try: try tries efforts effort reasonable_efforts endeavour endeavor attempt attempts strive where_it_can where_possible
possible: possible can able feasible
available: available availability up accessible
try_reason: reasonable reasonably reason
advertising: advertising advertise advertisement ads ad marketing advertiser
cookie: cookie cookies tracker
analytics: analytics analysis analytical statistics
turnoff: switch_off turn_off turned_off disable deactivate off reject
reject: reject refuse decline declined deny denied fail fails failed
payfail: declined fails failed refused
downgrade: downgrade lower_plan lower
move: move transfer switch switching port
email: email_address e-mail_address email e-mail mail electronic_mail support@
contact: contact contacting write writing reach email tell get_in_touch ask mail support
support: support help customer_service help_desk help_center
phone: phone telephone telephoning call calling
form: form template
write: write writing written in_writing
ask: ask request seek apply demand application want
request: request ask apply application requests seek
copy: copy copies
object: object objection oppose refuse
say_nothing: says_nothing silent silence not_object deemed
deem: deemed taken_to considered treated regarded
appoint: appoint appointing engage add hire
new: new additional another further
old: old existing past previous
past: previous prior past preceding last before
future: future from_then_on onwards from_now_on once new
fraud: fraud fraudulent
discount: discount discounted reduced
standard: standard ordinary regular default
tier: tier plan service services level
default: default unless_changed
free: free unpaid gratis
paid: paid pay premium
install: install installs installation
automatically: automatically automatic by_themselves by_itself themselves itself
product: product products app apps application service
service: service services product products platform api tool tools
share_link: conversation_link shared_link link
viewable: viewable visible shown show shows see displayed
expressly: expressly explicitly express explicit put
after: after following since once from then
before: before prior ahead until previous first
group: affiliate group
faulty: faulty defective broken problem dispute disputes questions
directly: directly direct take_up
sellingparty: sold seller
conceal: hide remove alter conceal remove
voice: voice audio
health_record: health_record health_records medical_record
paymentcard: card_number card_numbers payment_card
resell: resell resale reselling sell
cash: cash money
trial: trial
governed: governed apply applies governing govern
exception: exception exceptions exempt exemption except excepted unless save apart aside excluding waive apart_from barring outside
help: help assist support
child_safety: csam child_sexual_abuse_material
nonpersonal: anonymous anonymised anonymized taken_out removed
someamount: some small_number few number
most: most maximum at_most no_more_than longest up_to
start: start begin commence open
join: join joining enter
disappear: disappear removed remove vanish gone
backend: back-end backend behind_the_scenes systems
history: history log
complex: complex complicated
extend: extend extension stretch prolong longer
individual_request: data_subject_request data_subject_requests
redirect: redirect forward point refer
own_request: respond answer
attribute: attribution attribute credit acknowledgement acknowledge
expense: expense cost paid costs pay
once: once single
resolve: resolve settle settled fix
combat: combat fight against prevent
harmful: harmful harm damaging abusive
rely: rely reliance depend
machine: machine ai computer automated
deal: deal talk interact dealing talking interacting
tell_user: disclose tell told inform
visit: visit
contract_end: termination expiration end over
invoices: invoice bill invoices
financial_year: financial_year fiscal_year
civil: civil
name: name names identity
sleep: sleep
stress: stress
obey: comply follow obey law_requires
require_law: comply require requires
believe: believe believes think opinion belief
trust: trust
minimum: minimum at_least no_less or_more or_older lowest
sign: sign enter conclude execute
tailor: tailor customise customize
alone: alone only solely without
disadvantage: disadvantage detriment detrimental harm adverse
distribute: distribute distribution spread share publish
attract: attract accrue subject incur add
interest: interest finance_charge
throttle: throttle slow
whenever: at_any_time anytime any_time whenever whenever_it_likes
nowarning: without_notice no_warning without_telling without_warning without_prior_notice
friend: friend anyone
withdraw: withdraw withdrawal back_out
remove_name: removed taken_out
idle: not_been_used unused idle inactive inactivity
remind: reminder remind
trained: trained training qualified
screen: screen screening assess
applicant: applicant applicants candidate candidates
wellness: wellness sleep stress diet
category: category categories kind type treated
trigger: trigger under fall
seller: seller sold merchant
lose: lose loses lost forfeit forfeited wipe wiped gone
forfeit: forfeit forfeited lose wiped wipes_out lapse
downgrade: downgrade moving_to_a_smaller smaller_plan lower_plan cheaper_plan
rollover: roll_over carry_over survive remain
destroy: destroy delete erase gone wipe throw_away thrown_away discard shred
contactus: interaction touch contact dealings
scrape: scrape crawl harvest crawlers pull pulling extract bots
suspect: suspect suspicion believe
later: afterwards later after subsequently
proof: proof documented evidence document show
copy: copy clone cloning imitate replicate duplicate reproduce
bot: bot character characters assistant
madeup: made_up fiction fictional invented imaginary untrue
advice: advice guidance counsel
treat: treat take taken regard consider
join: join sign_up register enrol enter accept accepting open
return: returned comes_back return back
standup: defend stand_up stands_up protect
audit: audit look_into inspect examine check
earn: earn receive get
ask: ask request on_request
summary: summary digest overview outline
latest: latest recent most_recent newest current
keepto: treat_as_confidential keep_to_themselves keep_it_to_themselves confidential
arrears: arrears non-payment unpaid overdue late
assign: assign hand_over handing transfer pass_on
crypto: cryptocurrency crypto coin
mine: mine mining
repeat: repeat again_and_again repeatedly several_times
infringer: infringer infringers infringe infringes infringement
rough: approximate rough roughly coarse imprecise
near: near nearby local close
rely: rely depend depended count_on trust
ideas: ideas idea suggestions suggestion
trash: delete trash bin
withhold: withhold keep_back retain
translate: translate translation
forward: forward pass_on pass_along pass_it_along pass_it_on send relay
encrypt: encrypt encrypted encryption scramble
anonymise: anonymise anonymize anonymised de-identify de-identified pseudonymise aggregated aggregate
hire: hire engage employ retain contract
show: show display present appear
begin: begin start commence
stop: stop cease discontinue end halt no_longer
prevent: prevent stop avoid block
choose: choose select pick decide opt elect
correct: correct rectify amend fix update
complain: complain complaint grievance lodge
inaccurate: inaccurate wrong incorrect mistaken false error
deceive: deceive mislead misleading deception trick fraud
harass: harass harassment bully bullying stalk
hate: hate hateful hatred discriminatory discrimination
violent: violent violence gore
spam: spam unsolicited junk bulk
malware: malware virus viruses malicious_code
hack: hack hacking unauthorized_access intrusion break_into
minorage: minors minor children child under-age underage
ownership: ownership title belong belongs own property
free_of_charge: free without_charge no_cost without_paying gratis
instalment: instalment installment part
tax: tax taxes vat
proportion: prorated pro-rata proportionate share part
monthly: monthly month
weekly: weekly week
country: country countries nation jurisdiction territory
export: export exports
sanction: sanctions embargo sanctioned
waive: waive waiver give_up forgo renounce waived
classaction: class_action collective group_action
jury: jury
mediator: mediation mediator
confidence: confidence confidential
intellectual: intellectual_property ip copyright
patch: patch update fix
backup: backup backups
downtime: downtime outage unavailable
uptime: uptime available availability up
support_response: respond response reply answer
training_material: training_data dataset datasets
third: third_party third_parties others outsiders
publicly: public publicly openly
secretly: secret secretly covert
unlink: unlink disconnect
moderate: moderate moderation review
label: label mark watermark tag
watermark: watermark label mark
disclosure_ai: ai-generated generated_by_ai machine-made
resend: resend
slander: defame defamation defamatory slander slandering libel insult
threaten: threats threat threaten intimidation intimidate menace
cheat: cheat cheating dishonesty dishonest plagiarism
rise: increase raise rise go_up higher dearer
reach: reach take_effect apply affect
infringing: infringe infringing infringement breach violate
lookslike: appear appears seem look looks
rightsholder: rights_holder rights_holders owner owners intellectual_property
answerfor: answer answers liable responsible account
acts: act acts do does conduct omission
stored: stored store at_rest rest
moving: transit in_transit moving transmission
staff: personnel staff employee worker duties work
picture: picture image images pictures photo artwork
sway: influence sway affect swing
vote: election vote ballot voting poll
revenue: revenue turnover sales income
firm: company firm business organisation enterprise
own: own owner ownership
object: object objection oppose tell say
handover: disclose hand_over give provide
shut: close shut terminate
honour: honour honor stick_to comply respect follow keep_to obey
lookat: look_at read view see look review
present: present pass_off passed_off describe
grave: serious grave severe
usual: usually normally generally typically mostly as_a_rule
acquire: acquired acquire buy buys buyer merger purchase takeover
givenback: return given_back give_back hand_back
postal: physical_mail post postal letter letters
emerge: turns_out emerge emerges prove
lack: lack lacked without missing untrue
goodloss: compensate make_good indemnify reimburse
win: prevail prevails win wins override take_precedence precedence
disagree: conflict disagree differ inconsistent clash contradict contradiction discrepancy collide
button: button click
beneath: under beneath below
goal: aim goal target
twiceayear: twice_a_year every_six_months
figures: how_many figures numbers statistics
met: complied met honoured fulfilled
household: live_with household
cover: insurance cover
footage: content footage video
drop: vanish drop dropped withdrawn removed
competent: competent in_charge responsible relevant
discontinue: discontinue drop withdraw end stop
turn: turn become convert start begins
waitfor: pending until
notstored: without_being_stored without_storage not_stored zero_retention
involved: involved part take_part
untrained: untrained unqualified
later: later afterwards subsequent subsequently
body: person people somebody someone human
wipe: erase wipe delete
tune: fine-tune fine_tune tune tuning adapt
vanish: withdrawn withdraw disappear vanish removed discontinued end
neither: without neither nor no not
home: housing home house flat
valid: valid count counts effective
office: office headquarters
trace: history trace record log kept
pass: pass share available give
everything: all everything whatever any
rule: rule rules policy against_the_rules prohibited never not_allowed
attempt: try attempt
earlier: earlier sooner
watch: monitor watch observe track
guess: infer guess estimate
talk: speak talk communicate
child_user: child minor young
refuse: refuse decline reject deny
ruin: damage harm ruin
speed: fast quick promptly speed
contractor: contractor subcontractor service_provider
buyer: buyer purchaser shopper purchase
counsel: lawyer attorney counsel solicitor legal_advice legal_services
patient: patient patients
student: student pupil schoolchild learner undergraduate
identitypaper: passport identification identity_card driving_licence driver_licence id_card
run: run operate running operating
ads: ads adverts commercials promotions
"""

# `narrower < wider`: a claim may name the narrower where the text names the wider.
BORNE = """
friend relative colleague spouse someone_else somebody nobody < anyone anyone_else others
friend colleague neighbour < people
report < notify inform tell
police < law_enforcement authority
nobody under younger < must at_least
minor minors child < adult adults majority
ambulance police fire_brigade < emergency_service
ambulance police < emergency
hire lend loan job < employment credit
government < law_enforcement authority court
side < party
customer < organisation business
merchant seller developer licensee subscriber cardholder < you your customer
user individual people person somebody someone teen child member < you your
chat conversation prompt answer upload type < content material input output
lawyer < legal attorney
shop seller < merchant
employer < enterprise business organisation administrator
law < legal regulation
dispute claim lawsuit case proceedings < jurisdiction court litigation
adult < older
company firm < processor provider supplier merchant partner vendor

"""
