internal import Detection

/// The words of placeholders in other languages, and other English words for them.
///
/// In capitals; `_` stands between words. In this order, where there is a word: English, French, Spanish, Portuguese, Polish,
/// Romanian, Welsh, German, Italian, Turkish, Ukrainian and Russian, Arabic, Urdu, Bengali, Punjabi, Somali.
/// Turkish `i` and `İ` are spelled both ways, because `i` is `I` to everybody else.
enum PlaceholderTranslations {
    static let entities: [(EntityType, String)] = [
        (
            .person,
            """
            PERSONNE PERSONA PESSOA OSOBA OSOBY OSOBIE OSOBĘ OSOBĄ PERSOANĂ PERSOANA PERSOANEI UNIGOLYN KİŞİ KIŞI
            ОСОБА ОСОБИ ОСОБІ ОСОБУ ЧЕЛОВЕК ЛИЦО ПЕРСОНА شخص الشخص فرد ব্যক্তি ਵਿਅਕਤੀ QOF QOFKA
            """
        ),
        (
            .pupil,
            """
            ÉLÈVE ELEVE ALUMNO ALUMNA ALUNO ALUNA UCZEŃ UCZNIA UCZNIOWI UCZENNICA UCZENNICY ELEV ELEVUL ELEVĂ ELEVA
            DISGYBL SCHÜLER SCHÜLERIN ALUNNO ALUNNA ÖĞRENCİ ÖĞRENCI УЧЕНЬ УЧНЯ УЧЕНИЦЯ УЧЕНИЦІ УЧЕНИК УЧЕНИКА УЧЕНИЦА
            تلميذ التلميذ طالب الطالب طالب_علم শিক্ষার্থী ছাত্র ছাত্রী ਵਿਦਿਆਰਥੀ ARDAY ARDAYGA
            """
        ),
        (
            .parent,
            """
            PADRE MADRE PROGENITOR PAI MÃE RODZIC RODZICA RODZICOWI PĂRINTE PARINTE PĂRINTELE RHIANT ELTERNTEIL GENITORE
            EBEVEYN VELİ VELI БАТЬКО МАТИ РОДИТЕЛЬ РОДИТЕЛЯ والد والدة ولي_الأمر والدین অভিভাবক ਮਾਪੇ ਮਾਤਾ_ਪਿਤਾ
            WAALID WAALIDKA
            """
        ),
        (
            .staff,
            """
            PERSONNEL PERSONAL FUNCIONÁRIO PRACOWNIK PRACOWNIKA PERSONEL MITARBEITER MITARBEITERIN PERSONALE ПРАЦІВНИК
            СОТРУДНИК ПЕРСОНАЛ موظف الموظف عملہ কর্মী ਸਟਾਫ਼ ਸਟਾਫ SHAQAALE SHAQAALAHA
            """
        ),
        (
            .email,
            """
            E_MAIL EMAIL_ADDRESS E_MAIL_ADDRESS COURRIEL ADRESSE_EMAIL ADRESSE_E_MAIL CORREO CORREO_ELECTRÓNICO
            CORREO_ELECTRONICO CORREIO_ELETRÓNICO CORREIO_ELETRÔNICO ADRES_EMAIL ADRES_E_MAIL E_BOST E_MAIL_ADRESSE
            INDIRIZZO_EMAIL E_POSTA ЕЛЕКТРОННА_ПОШТА ЭЛЕКТРОННАЯ_ПОЧТА بريد_إلكتروني البريد_الإلكتروني ای_میل
            ইমেইল ইমেল ਈਮੇਲ ਈ_ਮੇਲ IIMAYL IIMEYL
            """
        ),
        (
            .phone,
            """
            PHONE_NUMBER TELEPHONE TELEPHONE_NUMBER TÉLÉPHONE NUMÉRO_DE_TÉLÉPHONE TELÉFONO TELEFONO NÚMERO_DE_TELÉFONO
            TELEFONE TELEFON NUMER_TELEFONU FFÔN FFON RHIF_FFÔN TELEFONNUMMER ТЕЛЕФОН ТЕЛЕФОНУ هاتف الهاتف رقم_الهاتف
            فون ফোন ਫ਼ੋਨ ਫੋਨ TELEEFAN TALEEFAN
            """
        ),
        (
            .address,
            """
            ADRESSE DIRECCIÓN DIRECCION ENDEREÇO MORADA ADRES ADRESU ADRESĂ ADRESA CYFEIRIAD INDIRIZZO АДРЕСА АДРЕСУ АДРЕС
            عنوان العنوان پتہ ঠিকানা ਪਤਾ CINWAAN CINWAANKA
            """
        ),
        (
            .postcode,
            """
            POST_CODE POSTAL_CODE CODE_POSTAL CÓDIGO_POSTAL CODIGO_POSTAL KOD_POCZTOWY COD_POȘTAL COD_POSTAL COD_POST
            CÔD_POST POSTLEITZAHL CODICE_POSTALE POSTA_KODU ПОШТОВИЙ_ІНДЕКС ПОЧТОВЫЙ_ИНДЕКС الرمز_البريدي پوسٹ_کوڈ
            পোস্টকোড ਪੋਸਟਕੋਡ
            """
        ),
        (
            .dateOfBirth,
            """
            DOB BIRTH_DATE DATE_DE_NAISSANCE FECHA_DE_NACIMIENTO DATA_DE_NASCIMENTO DATA_URODZENIA DATA_NAȘTERII
            DATA_NASTERII DYDDIAD_GENI GEBURTSDATUM DATA_DI_NASCITA DOĞUM_TARİHİ DOĞUM_TARIHI ДАТА_НАРОДЖЕННЯ
            ДАТА_РОЖДЕНИЯ تاريخ_الميلاد تاریخ_پیدائش জন্ম_তারিখ ਜਨਮ_ਮਿਤੀ TAARIIKHDA_DHALASHADA
            """
        ),
        (
            .age,
            "ÂGE EDAD IDADE WIEK VÂRSTĂ VÂRSTA OED ALTER ETÀ YAŞ ВІК ВОЗРАСТ عمر العمر বয়স ਉਮਰ"
        ),
    ]

    static let forms: [([Placeholder.Form], String)] = [
        (
            [.forename],
            """
            FIRST_NAME GIVEN_NAME PRÉNOM PRENOM PRIMER_NOMBRE PRIMEIRO_NOME IMIĘ IMIENIA PRENUME PRENUMELE ENW_CYNTAF
            VORNAME الاسم_الأول پہلا_نام MAGACA_HORE
            """
        ),
        (
            [.forename, .name],
            "NOMBRE NOME AD ADı ІМ'Я ІМ’Я ИМЯ اسم الاسم نام নাম ਨਾਮ MAGAC MAGACA"
        ),
        (
            [.surname],
            """
            LAST_NAME FAMILY_NAME NOM_DE_FAMILLE APELLIDO APELLIDOS SOBRENOME APELIDO NAZWISKO NAZWISKA NUME_DE_FAMILIE
            CYFENW NACHNAME FAMILIENNAME COGNOME SOYAD SOYADı ПРІЗВИЩЕ ФАМИЛИЯ اسم_العائلة اللقب خاندانی_نام পদবি ਗੋਤ
            """
        ),
        ([.surname, .name], "NOM NUME"),
        ([.name], "ENW"),
        (
            [.fullName],
            """
            NOM_COMPLET NOMBRE_COMPLETO NOME_COMPLETO IMIĘ_I_NAZWISKO NUME_COMPLET ENW_LLAWN VOLLER_NAME
            VOLLSTÄNDIGER_NAME TAM_AD ПОВНЕ_ІМ'Я ПОВНЕ_ІМ’Я ПОЛНОЕ_ИМЯ الاسم_الكامل پورا_نام পুরো_নাম ਪੂਰਾ_ਨਾਮ
            """
        ),
        (
            [.nickname],
            "SURNOM APODO PRZYDOMEK PSEUDONIM PORECLĂ LLYSENW SPITZNAME SOPRANNOME TAKMA_AD ПРІЗВИСЬКО ПРОЗВИЩЕ"
        ),
        (
            [.initials],
            "INITIALES INICIALES INICIAIS INICJAŁY INIȚIALE INITIALEN INIZIALI BAŞ_HARFLER ІНІЦІАЛИ ИНИЦИАЛЫ"
        ),
    ]
}
